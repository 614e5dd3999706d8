//! Trusted lists (ETSI TS 119 612), signed with XAdES. They are written in their own canonical form,
//! so that signing needs no canonicalization.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::der::read::Reader;
use crate::evidence::Moment;
use crate::pki::{Hash, Identity, KeyKind, SigAlg};

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const LIST: &str = "http://uri.etsi.org/02231/v2#";
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// What the URIs of kinds of services begin with.
pub const KIND: &str = "http://uri.etsi.org/TrstSvc/Svctype/";

/// What the URIs of states of services begin with.
pub const STATUS: &str = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/";

/// How a service stands since a time.
#[derive(Clone, Debug)]
pub struct StateTemplate {
    /// ServiceTypeIdentifier after [`KIND`]: `CA/QC`.
    pub kind: String,
    /// ServiceStatus after [`STATUS`]: `granted`.
    pub status: String,
    /// StatusStartingTime.
    pub since: Moment,
    /// Certificates, DER.
    pub certificates: Vec<Vec<u8>>,
    /// The content of ServiceInformationExtensions, canonical XML.
    pub extensions: String,
}

impl StateTemplate {
    /// Of this kind and status since a time, with the certificates.
    #[must_use]
    pub fn new(kind: &str, status: &str, since: impl Into<Moment>, certificates: &[&[u8]]) -> Self {
        Self {
            kind: kind.into(),
            status: status.into(),
            since: since.into(),
            certificates: certificates.iter().map(|der| der.to_vec()).collect(),
            extensions: String::new(),
        }
    }

    /// With an extension that says what it is for: `ForeSignatures`.
    #[must_use]
    pub fn used_for(mut self, used: &str) -> Self {
        self.extensions += &format!(
            "<Extension Critical=\"true\"><AdditionalServiceInformation><URI xml:lang=\"en\">\
             http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/{used}</URI>\
             </AdditionalServiceInformation></Extension>"
        );
        self
    }

    fn fields(&self) -> String {
        let extensions = match self.extensions.as_str() {
            "" => String::new(),
            more => format!("<ServiceInformationExtensions>{more}</ServiceInformationExtensions>"),
        };
        format!(
            "<ServiceTypeIdentifier>{KIND}{}</ServiceTypeIdentifier><ServiceName>\
             <Name xml:lang=\"vi\">Dịch vụ</Name><Name xml:lang=\"en\">Service</Name></ServiceName>\
             {}<ServiceStatus>{STATUS}{}</ServiceStatus>\
             <StatusStartingTime>{}</StatusStartingTime>{extensions}",
            self.kind,
            identity(&self.certificates),
            self.status,
            iso(self.since)
        )
    }
}

/// A list to be. Change any field before it is signed.
#[derive(Clone, Debug)]
pub struct ListTemplate {
    /// TSLVersionIdentifier.
    pub version: u32,
    /// TSLSequenceNumber.
    pub sequence: u32,
    /// ListIssueDateTime.
    pub issued: Moment,
    /// NextUpdate; a closed list when `None`.
    pub next_update: Option<Moment>,
    /// URL of another list, media type, and certificates of who signs it.
    pub pointers: Vec<(String, String, Vec<Vec<u8>>)>,
    /// Each with its present state first, then those before.
    pub services: Vec<Vec<StateTemplate>>,
}

impl ListTemplate {
    /// Issued now, due in half a year, with nothing in it.
    #[must_use]
    pub fn new(issued: impl Into<Moment>) -> Self {
        let issued = issued.into();
        Self {
            version: 5,
            sequence: 7,
            issued,
            next_update: Some(issued.plus_days(180)),
            pointers: Vec::new(),
            services: Vec::new(),
        }
    }

    /// With a service in one state.
    #[must_use]
    pub fn service(mut self, state: StateTemplate) -> Self {
        self.services.push(vec![state]);
        self
    }

    /// The list without a signature, in exclusive canonical form.
    #[must_use]
    pub fn unsigned(&self) -> String {
        format!("{}{}</TrustServiceStatusList>", self.start(), self.content())
    }

    /// The list, signed whole by a P-256 key.
    #[must_use]
    pub fn sign(&self, signer: &Identity) -> String {
        let signature = signature(&self.unsigned(), signer);
        format!("{}{}{signature}</TrustServiceStatusList>", self.start(), self.content())
    }

    fn start(&self) -> String {
        format!(
            "<TrustServiceStatusList xmlns=\"{LIST}\" Id=\"list\" \
             TSLTag=\"http://uri.etsi.org/19612/TSLTag\">"
        )
    }

    fn content(&self) -> String {
        let next = self.next_update.map(|next| format!("<dateTime>{}</dateTime>", iso(next)));
        let pointers: String = self.pointers.iter().map(pointer).collect();
        let pointers = match pointers.as_str() {
            "" => String::new(),
            all => format!("<PointersToOtherTSL>{all}</PointersToOtherTSL>"),
        };
        let services: String = self.services.iter().map(|states| service(states)).collect();
        let providers = match services.as_str() {
            "" => String::new(),
            all => format!(
                "<TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName>\
                 <Name xml:lang=\"en\">Provider</Name></TSPName></TSPInformation><TSPServices>{all}\
                 </TSPServices></TrustServiceProvider></TrustServiceProviderList>"
            ),
        };
        format!(
            "<SchemeInformation><TSLVersionIdentifier>{}</TSLVersionIdentifier>\
             <TSLSequenceNumber>{}</TSLSequenceNumber>\
             <TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric</TSLType>\
             <SchemeOperatorName><Name xml:lang=\"en\">Operator</Name></SchemeOperatorName>\
             <SchemeTerritory>VN</SchemeTerritory>{pointers}\
             <ListIssueDateTime>{}</ListIssueDateTime><NextUpdate>{}</NextUpdate>\
             </SchemeInformation>{providers}",
            self.version,
            self.sequence,
            iso(self.issued),
            next.unwrap_or_default()
        )
    }
}

fn pointer((url, media_type, signers): &(String, String, Vec<Vec<u8>>)) -> String {
    format!(
        "<OtherTSLPointer><ServiceDigitalIdentities>{}</ServiceDigitalIdentities>\
         <TSLLocation>{url}</TSLLocation><AdditionalInformation><OtherInformation>\
         <SchemeTerritory>VN</SchemeTerritory></OtherInformation><OtherInformation>\
         <more:MimeType xmlns:more=\"http://uri.etsi.org/02231/v2/additionaltypes#\">{media_type}\
         </more:MimeType></OtherInformation></AdditionalInformation></OtherTSLPointer>",
        identity(signers)
    )
}

fn service(states: &[StateTemplate]) -> String {
    let Some((now, before)) = states.split_first() else { return String::new() };
    let history: String = before
        .iter()
        .map(|state| format!("<ServiceHistoryInstance>{}</ServiceHistoryInstance>", state.fields()))
        .collect();
    let history = match history.as_str() {
        "" => String::new(),
        all => format!("<ServiceHistory>{all}</ServiceHistory>"),
    };
    format!(
        "<TSPService><ServiceInformation>{}</ServiceInformation>{history}</TSPService>",
        now.fields()
    )
}

fn identity(certificates: &[Vec<u8>]) -> String {
    let ids: String = certificates
        .iter()
        .map(|der| {
            let text = STANDARD.encode(der);
            format!("<DigitalId><X509Certificate>{text}</X509Certificate></DigitalId>")
        })
        .collect();
    format!("<ServiceDigitalIdentity>{ids}</ServiceDigitalIdentity>")
}

/// An enveloped XAdES B-B signature over `content`, which is canonical.
fn signature(content: &str, signer: &Identity) -> String {
    assert_eq!(signer.key.kind(), KeyKind::P256, "lists are signed with P-256");
    let digest = |text: &str| STANDARD.encode(Hash::Sha256.of(text.as_bytes()));
    let certificate = STANDARD.encode(Hash::Sha256.of(&signer.cert_der));
    // Each prefix is declared where it is first used, as the canonical form has it.
    let properties = format!(
        "<xades:SignedProperties xmlns:xades=\"{XADES}\" Id=\"properties\">\
         <xades:SignedSignatureProperties><xades:SigningTime>2026-01-01T00:00:00Z\
         </xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>\
         <ds:DigestMethod xmlns:ds=\"{DSIG}\" Algorithm=\"{SHA256}\"></ds:DigestMethod>\
         <ds:DigestValue xmlns:ds=\"{DSIG}\">{certificate}</ds:DigestValue></xades:CertDigest>\
         </xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>\
         </xades:SignedProperties>"
    );
    let method = format!("<ds:DigestMethod Algorithm=\"{SHA256}\"></ds:DigestMethod>");
    let exclusive = format!("<ds:Transform Algorithm=\"{EXCLUSIVE}\"></ds:Transform>");
    let info = format!(
        "<ds:SignedInfo xmlns:ds=\"{DSIG}\"><ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\">\
         </ds:CanonicalizationMethod><ds:SignatureMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"></ds:SignatureMethod>\
         <ds:Reference URI=\"\"><ds:Transforms><ds:Transform \
         Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>\
         {exclusive}</ds:Transforms>{method}<ds:DigestValue>{}</ds:DigestValue></ds:Reference>\
         <ds:Reference Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#properties\">\
         <ds:Transforms>{exclusive}</ds:Transforms>{method}<ds:DigestValue>{}</ds:DigestValue>\
         </ds:Reference></ds:SignedInfo>",
        digest(content),
        digest(&properties)
    );
    let value = signer.sign(SigAlg::Ecdsa(Hash::Sha256), info.as_bytes());
    format!(
        "<ds:Signature xmlns:ds=\"{DSIG}\" Id=\"signature\">{info}<ds:SignatureValue>{}\
         </ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate>\
         </ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties \
         xmlns:xades=\"{XADES}\" Target=\"#signature\">{properties}</xades:QualifyingProperties>\
         </ds:Object></ds:Signature>",
        STANDARD.encode(fixed(&value)),
        STANDARD.encode(&signer.cert_der)
    )
}

/// An ECDSA value as XML has it, r and s of 32 bytes each (RFC 4051 §2.3.6).
fn fixed(der: &[u8]) -> Vec<u8> {
    let mut pair = Reader::sequence(der).expect("Ecdsa-Sig-Value");
    let mut out = Vec::new();
    for _ in 0..2 {
        let number = pair.expect(0x02).expect("an INTEGER").content;
        let number = number.strip_prefix(&[0]).unwrap_or(number);
        out.extend(std::iter::repeat_n(0, 32 - number.len()));
        out.extend_from_slice(number);
    }
    out
}

/// xsd:dateTime.
fn iso(time: Moment) -> String {
    let text = time.generalized();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let date = [part(0, 4), part(4, 6), part(6, 8)].join("-");
    format!("{date}T{}Z", [part(8, 10), part(10, 12), part(12, 14)].join(":"))
}

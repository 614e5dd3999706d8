//! What a signature is to say, gathered before anything is read or written.

use super::cades::CadesRequest;
use super::container::ContainerForm;
use super::plan::Plan;
use super::xml::{XmlForm, XmlPart, XmlRequest};
use super::{Level, Prepared, SignError, Signed, complete, prepare};
use crate::algorithm::SignatureAlgorithm;
use crate::document::Document;
use crate::format::Format;
use crate::key::{Credential, SignatureValue};
use crate::pdf::{
    AllowedChanges, FieldChoice, Fill, Look, PageRange, PdfError, Placement, SignatureLock,
};
use crate::revocation::{Evidence, Freshness};
use crate::role::{Role, RoleRule};
use crate::time::Time;
use crate::trust::TrustAnchors;
use crate::x509::Certificate;
use crate::xml::ElementPath;
use crate::xml::profile::Profile;

/// A signer whose key is elsewhere: known by certificates and algorithm only, so that a signature
/// can be prepared and not finished.
#[derive(Clone, Debug)]
pub struct Signer {
    pub(super) chain: Vec<Certificate>,
    pub(super) algorithm: SignatureAlgorithm,
}

impl Signer {
    /// The signer's certificate first, then those above it as far as they are known; `algorithm`
    /// is what the key will sign with.
    #[must_use]
    pub fn chain(chain: &[Certificate], algorithm: SignatureAlgorithm) -> Self {
        Self { chain: chain.to_vec(), algorithm }
    }

    /// The signer's certificate.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.chain.first()
    }
}

/// The form of the CMS in a PDF signature (ISO 32000-2 §12.8.3.3, EN 319 142-1 §6.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum SubFilter {
    /// `ETSI.CAdES.detached`: PAdES baseline, the default.
    #[default]
    EtsiCadesDetached,
    /// `adbe.pkcs7.detached`: for readers that know nothing newer.
    AdbePkcs7Detached,
}

impl SubFilter {
    /// The name in the signature dictionary.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EtsiCadesDetached => "ETSI.CAdES.detached",
            Self::AdbePkcs7Detached => "adbe.pkcs7.detached",
        }
    }
}

/// Room beyond what a first try needed, for a second one that differs a little.
const SLACK: usize = 64;

/// What the signature is to say, whoever signs.
#[derive(Clone, Debug)]
pub(super) struct Request<'a> {
    pub(super) level: Level<'a>,
    pub(super) document: Document,
    pub(super) now: Time,
    pub(super) claimed_time: Time,
    pub(super) sub_filter: Option<SubFilter>,
    pub(super) field: FieldChoice,
    pub(super) certify: Option<AllowedChanges>,
    pub(super) lock: Option<SignatureLock>,
    pub(super) reason: Option<String>,
    pub(super) location: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) allow_expired: bool,
    pub(super) contents_room: Option<usize>,
    pub(super) visible: Option<(Look, Placement)>,
    pub(super) stamps: Vec<PageRange>,
    pub(super) fills: Vec<Fill>,
    pub(super) xml: XmlRequest,
    pub(super) container: Option<ContainerForm>,
    pub(super) cades: CadesRequest,
    pub(super) role: Option<Box<RoleRule>>,
}

impl Request<'_> {
    /// The first option that means nothing for the document at hand.
    pub(super) fn misplaced(&self) -> Option<&'static str> {
        let (of_xml, of_cades) = (self.xml.given(), self.cades.given());
        let of_xml = of_xml.into_iter().filter(|(_, option)| *option != "claimed-role");
        let options: Vec<_> = match self.document.format() {
            _ if self.container.is_some() && !self.document.format().is_container() => {
                vec![(true, "container-form")]
            }
            Format::Pdf => of_xml.chain(of_cades).collect(),
            Format::Xml => self.of_pdf().into_iter().chain(of_cades).collect(),
            Format::Cades => self.of_pdf().into_iter().chain(of_xml).collect(),
            Format::AsicS | Format::AsicE => {
                let of_document = self.xml.of_document();
                self.of_pdf().into_iter().chain(of_document).chain(of_cades).collect()
            }
        };
        options.into_iter().find_map(|(given, option)| given.then_some(option))
    }

    /// What of a PDF alone was given.
    fn of_pdf(&self) -> [(bool, &'static str); 10] {
        [
            (matches!(self.field, FieldChoice::New(_)), "new-field"),
            (self.field != FieldChoice::Free, "field"),
            (self.certify.is_some(), "certify"),
            (self.lock.is_some(), "lock"),
            (self.reason.is_some(), "reason"),
            (self.contact.is_some(), "contact"),
            (self.sub_filter.is_some_and(|one| one != SubFilter::default()), "subfilter"),
            (self.contents_room.is_some(), "contents-room"),
            (self.visible.is_some() || !self.stamps.is_empty(), "visible"),
            (!self.fills.is_empty(), "fill"),
        ]
    }
}

/// How far completing goes.
#[derive(Clone, Debug)]
pub(super) struct Goal<'a> {
    pub(super) level: Level<'a>,
    pub(super) now: Time,
    pub(super) evidence: Evidence,
    /// Whom time-stamps must come from.
    pub(super) trust: Option<TrustAnchors>,
    /// Whether a lower level will do where this one cannot be reached.
    pub(super) fallback: bool,
    /// How recent evidence must be.
    pub(super) freshness: Freshness,
}

impl<'a> Goal<'a> {
    pub(super) fn new(level: Level<'a>, now: Time) -> Self {
        let freshness = Freshness::default();
        Self { level, now, evidence: Evidence::new(), trust: None, fallback: false, freshness }
    }
}

/// A signature in the making. Start one with [`Document::sign`].
#[derive(Clone, Debug)]
#[must_use]
pub struct SignatureBuilder<'a, S> {
    pub(super) request: Request<'a>,
    goal: Goal<'a>,
    signer: S,
    algorithm: Option<SignatureAlgorithm>,
}

impl<'a, S> SignatureBuilder<'a, S> {
    pub(crate) fn new(document: Document, signer: S, now: Time) -> Self {
        let request = Request {
            level: Level::B,
            document,
            now,
            claimed_time: now,
            sub_filter: None,
            field: FieldChoice::Free,
            certify: None,
            lock: None,
            reason: None,
            location: None,
            contact: None,
            allow_expired: false,
            contents_room: None,
            visible: None,
            fills: Vec::new(),
            stamps: Vec::new(),
            xml: XmlRequest::default(),
            container: None,
            cades: CadesRequest::default(),
            role: None,
        };
        Self { request, goal: Goal::new(Level::B, now), signer, algorithm: None }
    }

    /// PDF: `/Reason`, why the document is signed.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.request.reason = Some(reason.into());
        self
    }

    /// Where: `/Location` in a PDF, the city of `SignatureProductionPlaceV2` in XML, the locality
    /// of signer-location in CMS.
    pub fn location(mut self, location: impl Into<String>) -> Self {
        self.request.location = Some(location.into());
        self
    }

    /// PDF: `/ContactInfo`, how the signer can be reached.
    pub fn contact(mut self, contact: impl Into<String>) -> Self {
        self.request.contact = Some(contact.into());
        self
    }

    /// PDF: the signature field, by its full name: an empty one that exists, or where none is empty,
    /// a new one. Without it the one empty field that there is, else a new one.
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.request.field = FieldChoice::Named(name.into());
        self
    }

    /// PDF: a new field, whatever empty ones there are: of this name, or of the first free one of
    /// the form `Signature1`.
    pub fn new_field(mut self, name: Option<String>) -> Self {
        self.request.field = FieldChoice::New(name);
        self
    }

    /// PDF: certifies: says what may come after the signature, which must be the document's first
    /// (ISO 32000-2 §12.8.2.2). A field's seed values may ask for it too.
    pub fn certify(mut self, changes: AllowedChanges) -> Self {
        self.request.certify = Some(changes);
        self
    }

    /// PDF: locks fields against later change (ISO 32000-2 §12.8.2.4). A field that has a lock of
    /// its own takes no other. What may follow can be said in a new field alone, or in one of a
    /// document that nobody signed yet.
    pub fn lock(mut self, lock: SignatureLock) -> Self {
        self.request.lock = Some(lock);
        self
    }

    /// PDF: the form of the CMS; without it, as the field asks, else [`SubFilter::default`].
    pub fn sub_filter(mut self, sub_filter: SubFilter) -> Self {
        self.request.sub_filter = Some(sub_filter);
        self
    }

    /// PDF: what is seen of the signature, and where. Without it nothing is. In any place but
    /// [`Placement::Field`] the signature gets a new field.
    pub fn visible(mut self, look: Look, placement: Placement) -> Self {
        self.request.visible = Some((look, placement));
        self
    }

    /// PDF: the same look on other pages too, as stamps that this signature covers; for a
    /// [visible](Self::visible) signature in a corner or a rectangle. In a document that is signed
    /// already only where a certification allows annotations. May be said for several ranges.
    pub fn stamp_pages(mut self, pages: PageRange) -> Self {
        self.request.stamps.push(pages);
        self
    }

    /// PDF: fills an empty field of text, by its full name, in the revision that is signed: as a
    /// clerk fills in number and date, and seals them. May be said for several fields.
    pub fn fill(mut self, field: impl Into<String>, text: impl Into<String>) -> Self {
        self.request.fills.push(Fill { field: field.into(), text: text.into() });
        self
    }

    /// Container: the form of the signature; without it that of those which are there, else
    /// [`ContainerForm::Xades`].
    pub fn container_form(mut self, form: ContainerForm) -> Self {
        self.request.container = Some(form);
        self
    }

    /// XML: the form of the signature.
    pub fn form(mut self, form: XmlForm) -> Self {
        self.request.xml.form = form;
        self
    }

    /// XML: what is signed; the whole document unless said otherwise.
    pub fn part(mut self, part: XmlPart) -> Self {
        self.request.xml.part = part;
        self
    }

    /// XML: the element whose last child the signature becomes; the document element unless said
    /// otherwise.
    pub fn inside(mut self, element: ElementPath) -> Self {
        self.request.xml.inside = Some(element);
        self
    }

    /// XML: covers the other signatures too, so that none can be added or raised after this one.
    /// Without it a XAdES signature leaves all signatures out of what it covers (XPath Filter
    /// 2.0), and others can sign beside it; [`XmlForm::XmlDsig`] always covers them, for readers
    /// without XPath.
    pub fn last(mut self) -> Self {
        self.request.xml.last = true;
        self
    }

    /// A role that the signer claims in words of his own, such as the office held (`SignerRoleV2`;
    /// signer-attributes-v2 in CMS, that of a PDF included). May be said for several.
    pub fn claimed_role(mut self, role: impl Into<String>) -> Self {
        self.request.xml.roles.push(role.into());
        self
    }

    /// What the signature is for, by the shipped rules: see [`Self::role_by`].
    pub fn role(self, role: Role) -> Self {
        self.role_by(RoleRule::shipped(role))
    }

    /// What the signature is for: it says so in its signed attributes. A PDF gets the rule's field,
    /// where no other is named, and its reason, where none is said; certifying is refused. Whether
    /// it is this role's turn is [`RoleRule::breaches`], asked before.
    pub fn role_by(mut self, rule: RoleRule) -> Self {
        self.request.role = Some(Box::new(rule));
        self
    }

    /// XML: the `Id` of the signature; without it, one that no other signature has.
    pub fn signature_id(mut self, id: impl Into<String>) -> Self {
        self.request.xml.id = Some(id.into());
        self
    }

    /// XML: the form, the place, the references and all else as the profile says.
    pub fn profile(mut self, profile: Profile) -> Self {
        self.request.xml.profile = Some(Box::new(profile));
        self
    }

    /// The time the signature claims; without it, the `now` given to [`Document::sign`].
    pub fn claimed_time(mut self, time: Time) -> Self {
        self.request.claimed_time = time;
        self
    }

    /// Signs with a certificate that is out of its validity all the same.
    pub fn allow_expired(mut self) -> Self {
        self.request.allow_expired = true;
        self
    }

    /// The level to reach: B-B unless said otherwise. One that cannot be reached is an error, and
    /// nothing is written.
    pub fn level(mut self, level: Level<'a>) -> Self {
        self.request.level = level;
        self.goal.level = level;
        self
    }

    /// Lets a lower level do where the one asked for cannot be reached; [`Signed::level`] says
    /// which it became and [`Signed::shortfall`] why.
    pub fn allow_lower_level(mut self) -> Self {
        self.goal.fallback = true;
        self
    }

    /// How recent evidence must be from [`Level::Lt`] on. With a grace period that level is out
    /// of reach when signing ([`SignError::GracePeriod`] says until when): sign at [`Level::T`],
    /// or allow a lower level, and [extend](Document::extend) later.
    pub fn freshness(mut self, freshness: Freshness) -> Self {
        self.goal.freshness = freshness;
        self
    }

    /// Certificates and revocation data to draw on before anything is fetched: roots and
    /// intermediates that the signer's chain lacks among them.
    pub fn evidence(mut self, evidence: Evidence) -> Self {
        self.goal.evidence = evidence;
        self
    }

    /// Takes time-stamps only from authorities whose path ends at one of `anchors`. Without it a
    /// time-stamp must be sound in itself, whoever made it.
    pub fn trust(mut self, anchors: &TrustAnchors) -> Self {
        self.goal.trust = Some(anchors.clone());
        self
    }

    /// PDF: the room kept for the CMS, in bytes of DER, where the computed one will not do: when what
    /// comes back from a remote service is larger than can be known beforehand.
    pub fn contents_room(mut self, bytes: usize) -> Self {
        self.request.contents_room = Some(bytes);
        self
    }
}

impl<S> SignatureBuilder<'_, S> {
    /// The document that is signed.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.request.document
    }

    /// Whether something was prepared of this builder's very document: one read from bytes may be
    /// of any.
    ///
    /// # Errors
    ///
    /// [`SignError::Source`] where either does not read.
    pub fn is_of(&self, prepared: &Prepared) -> Result<bool, SignError> {
        prepared.is_of(&self.request.document)
    }

    /// Completes what a clone of this builder prepared, at this builder's level: where the key
    /// signs many at once, all are prepared first.
    ///
    /// # Errors
    ///
    /// As [`Prepared::complete_at`].
    pub fn complete(self, prepared: Prepared, value: &SignatureValue) -> Result<Signed, SignError> {
        // One that was read from bytes knows no password.
        let prepared = match self.request.document.pdf() {
            Some(pdf) => prepared.opened_by(pdf.opening()),
            None => prepared,
        };
        complete::complete(prepared, value, self.goal)
    }
}

impl SignatureBuilder<'_, &Credential> {
    /// The algorithm, out of those of the key; without it, the key's first.
    pub fn algorithm(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// Signs. Where the computed room for the CMS turns out too small, once more with enough.
    ///
    /// # Errors
    ///
    /// [`SignError`]; nothing has been written then.
    pub fn finish(self) -> Result<Signed, SignError> {
        let key = self.signer.key();
        let mut request = self.request;
        let plan = Plan::of(&mut request)?;
        let signer = as_signer(self.signer, self.algorithm, &plan)?;
        let run = |request: &Request<'_>| {
            let prepared = prepare::prepare(request, &plan, &signer)?;
            let value = key.sign(prepared.to_be_signed())?;
            complete::complete(prepared, &value, self.goal.clone())
        };
        match run(&request) {
            Err(SignError::Pdf(PdfError::ContentsTooSmall { needed, .. })) => {
                // ECDSA values and time-stamps differ in length from one to the next.
                let needed = needed.saturating_add(SLACK);
                request.contents_room = Some(needed.max(prepare::room(&request, &signer)?));
                run(&request)
            }
            done => done,
        }
    }

    /// Prepares without signing, as for a key that is elsewhere.
    ///
    /// # Errors
    ///
    /// [`SignError`]; nothing has been written then.
    pub fn prepare(self) -> Result<Prepared, SignError> {
        let mut request = self.request;
        let plan = Plan::of(&mut request)?;
        let signer = as_signer(self.signer, self.algorithm, &plan)?;
        prepare::prepare(&request, &plan, &signer)
    }
}

/// The credential with the algorithm asked for, else the first that suits the field, else the
/// first.
fn as_signer(
    credential: &Credential,
    algorithm: Option<SignatureAlgorithm>,
    plan: &Plan,
) -> Result<Signer, SignError> {
    let offered = credential.algorithms();
    let algorithm = match algorithm {
        Some(asked) if !offered.contains(&asked) => {
            return Err(SignError::AlgorithmUnsupported { algorithm: asked });
        }
        Some(asked) => asked,
        None => {
            let suits = |one: &&SignatureAlgorithm| plan.takes_digest(one.digest());
            *offered.iter().find(suits).or(offered.first()).ok_or(SignError::NoCertificate)?
        }
    };
    Ok(Signer::chain(credential.chain(), algorithm))
}

impl SignatureBuilder<'_, Signer> {
    /// Lays out the signed document up to the one thing missing, the signature value.
    ///
    /// # Errors
    ///
    /// [`SignError`]; nothing has been written then.
    pub fn prepare(self) -> Result<Prepared, SignError> {
        let mut request = self.request;
        let plan = Plan::of(&mut request)?;
        prepare::prepare(&request, &plan, &self.signer)
    }
}

//! Whose key the call names, as far as that shows before its secret is asked for.

use kyso::Time;
use kyso::report::Signer;
use kyso::x509::Certificate;
use serde_json::Value;

use crate::args::KeyArgs;
use crate::commands::{certificates, holder, signer_first};
use crate::i18n::printable;
use crate::{probe, token};

/// The signer.
#[derive(Clone, Debug)]
pub(crate) struct Me {
    /// Name, title and organisation.
    pub(crate) holder: String,
    issuer: String,
    pub(crate) serial: String,
    pub(crate) until: Option<Time>,
    /// Not known where only the result of signing has told.
    pub(crate) certificate: Option<Certificate>,
}

impl Me {
    /// By the certificate beside a key or on a token. `None` where it is as secret as the key
    /// (PKCS#12), or where only a service knows.
    pub(crate) fn of(key: &KeyArgs) -> Option<Self> {
        if let Some(path) = &key.cert {
            let mut chain = certificates(path).ok()?;
            signer_first(&mut chain);
            return chain.first().map(Self::by);
        }
        let uri = key.pkcs11.as_ref()?;
        let found = probe::search(uri, &token::places(), None);
        let mut fitting = found.keys.iter().filter_map(|one| {
            one.certificate().filter(|certificate| token::is_meant(certificate, key))
        });
        // Which of several is asked when it is used.
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(Self::by(&only)),
            _ => None,
        }
    }

    fn by(certificate: &Certificate) -> Self {
        Self {
            holder: printable(&holder(certificate)),
            issuer: certificate.issuer().to_string(),
            serial: certificate.serial_hex(),
            until: Some(certificate.not_after()),
            certificate: Some(certificate.clone()),
        }
    }

    /// By what signing said (`sign --json`).
    pub(crate) fn told(signer: &Value) -> Option<Self> {
        let text = |name: &str| signer.get(name)?.as_str().map(str::to_owned);
        Some(Self {
            holder: printable(&text("common_name")?),
            issuer: text("issuer")?,
            serial: text("serial")?,
            until: text("not_after").and_then(|time| Time::parse_rfc3339(&time)),
            certificate: None,
        })
    }

    /// Whether a signature is by this certificate.
    pub(crate) fn signed(&self, signer: &Signer) -> bool {
        signer.issuer == self.issuer && signer.serial == self.serial
    }
}

//! CRLs and the certificates of issuers, by name in the address.

use super::fault::Fault;
use super::http::Answer;
use super::roles::{Issuer, Roles, end};
use super::world::{Revocation, State};
use crate::evidence::{CrlEntry, CrlScope, CrlTemplate, Moment, Reason, certificates_only};
use crate::pki::{Key, Template};

const CRL: &str = "application/pkix-crl";
const CERTIFICATE: &str = "application/pkix-cert";
const BUNDLE: &str = "application/pkcs7-mime";

/// `/crl/NAME.crl`: complete; `/crl/NAME-delta.crl`: what came after the base; `/crl/indirect.crl`.
pub(super) fn crl(state: &State, path: &str, fault: Option<Fault>) -> Answer {
    let name = path.strip_prefix("/crl/").and_then(|name| name.strip_suffix(".crl"));
    let (Some(roles), Some(name)) = (&state.roles, name) else { return Answer::page(404) };
    let body = if name == "indirect" {
        indirect(state, roles, fault)
    } else {
        let (name, delta) = name.strip_suffix("-delta").map_or((name, false), |name| (name, true));
        let Some(issuer) = roles.issuer(name) else { return Answer::page(404) };
        direct(state, roles, issuer, delta, fault)
    };
    Answer::new(200, CRL, body)
}

/// Times, number and entries of a list; what is revoked after its thisUpdate is not on it.
fn template(
    state: &State,
    at: Moment,
    revoked: &[&Revocation],
    fault: Option<Fault>,
) -> CrlTemplate {
    let mut list = CrlTemplate::new(at);
    list.number = u64::try_from(at.unix()).ok();
    list.next_update = state.settings.crl_validity.map(|seconds| at.plus_seconds(seconds));
    if matches!(fault, Some(Fault::Stale | Fault::ExpiredCertificate)) {
        list.this_update = at.plus_days(-2);
        list.next_update = Some(at.plus_days(-1));
    }
    for one in revoked {
        list.entries.push(CrlEntry::serial(&one.serial, one.at, one.reason));
    }
    list.wrong_signature = fault == Some(Fault::WrongSignature);
    list
}

fn direct(
    state: &State,
    roles: &Roles,
    issuer: &Issuer,
    delta: bool,
    fault: Option<Fault>,
) -> Vec<u8> {
    let now = state.now();
    let name = issuer.authority.name.to_der();
    let base_at = state.settings.crl_base_at;
    let at = if delta { now } else { base_at.unwrap_or(now) };
    let after = base_at.filter(|_| delta);
    let on_list =
        |r: &&Revocation| r.issuer == name && r.at <= at && after.is_none_or(|after| r.at > after);
    let revoked: Vec<_> = state.revoked.iter().filter(on_list).collect();
    let mut list = template(state, at, &revoked, fault);
    if fault == Some(Fault::Revoked) {
        for certificate in [&roles.pki.signer.cert_der, &roles.tsa.cert_der] {
            list = list.revoke(certificate, now.plus_seconds(-3600), Reason::KeyCompromise);
        }
    }
    if delta {
        list.delta_base = base_at.and_then(|base| u64::try_from(base.unix()).ok());
    } else {
        list.filler = state.settings.crl_filler;
        if base_at.is_some() {
            list.freshest_urls.push(roles.urls.crl(&format!("{}-delta", issuer.name)));
        }
    }
    list.sign(&issuer.authority.name, signing_key(roles, issuer, fault))
}

fn signing_key<'a>(roles: &'a Roles, issuer: &'a Issuer, fault: Option<Fault>) -> &'a Key {
    match fault {
        Some(Fault::WrongCertificate | Fault::Untrusted) => {
            &roles.impostor().authority(&issuer.name).key
        }
        _ => &issuer.authority.key,
    }
}

fn indirect(state: &State, roles: &Roles, fault: Option<Fault>) -> Vec<u8> {
    let now = state.now();
    let mut list = template(state, now, &[], fault);
    list.scope = Some(CrlScope { indirect: true, ..CrlScope::default() });
    for one in state.revoked.iter().filter(|r| r.at <= now) {
        let mut entry = CrlEntry::serial(&one.serial, one.at, one.reason);
        entry.certificate_issuer = Some(one.issuer.clone());
        list.entries.push(entry);
    }
    let key = match fault {
        Some(Fault::WrongCertificate | Fault::Untrusted) => &roles.impostor().tsa.key,
        _ => &roles.crl_signer.key,
    };
    list.sign(&roles.crl_signer_name, key)
}

/// `/aia/NAME.cer` and `/aia/NAME.p7c`: an authority's, `tsa` or `crl-signer`.
pub(super) fn aia(state: &State, path: &str, fault: Option<Fault>) -> Answer {
    let file = path.strip_prefix("/aia/").and_then(|file| file.rsplit_once('.'));
    let (Some(roles), Some((name, kind))) = (&state.roles, file) else { return Answer::page(404) };
    let mut chain = match (name, roles.issuer(name)) {
        (_, Some(issuer)) => issuer.authority.chain_der.clone(),
        ("tsa", None) => roles.tsa.chain_der.clone(),
        ("crl-signer", None) => roles.crl_signer.chain_der.clone(),
        _ => return Answer::page(404),
    };
    match (fault, roles.issuer(name)) {
        (Some(Fault::WrongCertificate), Some(issuer)) => {
            chain.clone_from(&roles.impostor().authority(&issuer.name).chain_der);
        }
        (Some(Fault::ExpiredCertificate), Some(issuer)) => {
            let mut template = Template::authority(issuer.authority.name.clone());
            end(&mut template, state.now());
            let key = issuer.authority.key.clone();
            let own = roles.pki.root.subordinate(key, &template).chain_der.swap_remove(0);
            chain[0] = own;
        }
        _ => {}
    }
    match kind {
        "cer" => Answer::new(200, CERTIFICATE, chain.swap_remove(0)),
        "p7c" => Answer::new(200, BUNDLE, certificates_only(&chain)),
        _ => Answer::page(404),
    }
}

//! One signature on the page: who, what, when, what came after; and the details, folded.

use kyso::report::{
    Change, Code, Conclusion, Coverage, Covered, Finding, Integrity, Modification, Severity,
    SignatureReport,
};
use kyso::{Format, Role};

use super::build::Html;
use super::{class, findings};
use crate::hex::hex;
use crate::i18n::{Message, msg};
use crate::render::{fields_text, words};
use crate::role_words;
use crate::ui::Ui;

/// The card of the signature that the pictures call `number`.
pub(super) fn write(
    html: &mut Html,
    number: usize,
    signature: &SignatureReport,
    format: Format,
    ui: &Ui,
) {
    let card = Card { signature, format, ui };
    html.element("article", "card", |html| {
        card.header(html, number);
        html.element("div", "body", |html| {
            html.element("dl", "", |html| {
                card.verdict(html);
                card.when(html);
                card.what(html);
                card.certificate(html);
                card.claims(html);
            });
            card.afterwards(html);
            let severities = [Severity::Error, Severity::Warning];
            html.push(findings(card.untold(), &severities, ui));
        });
        card.details(html);
    });
}

struct Card<'a> {
    signature: &'a SignatureReport,
    format: Format,
    ui: &'a Ui,
}

impl<'a> Card<'a> {
    /// The findings that the list of changes does not tell already.
    fn untold(&self) -> impl Iterator<Item = &'a Finding> + Clone {
        let listed = !self.signature.changes.is_empty();
        let findings = self.signature.findings.iter();
        findings.filter(move |one| !(listed && one.code == Code::ModifiedAfterSigning))
    }

    fn row(&self, html: &mut Html, label: &Message, value: &Message) {
        html.row(&self.ui.text(label), &self.ui.text(value));
    }

    fn row_text(&self, html: &mut Html, label: &Message, value: &str) {
        html.row(&self.ui.text(label), value);
    }

    fn row_some(&self, html: &mut Html, label: &Message, value: Option<&str>) {
        html.row_some(&self.ui.text(label), value);
    }

    fn header(&self, html: &mut Html, number: usize) {
        let (signature, ui) = (self.signature, self.ui);
        let (tone, verdict) = words::verdict(&signature.conclusion);
        html.element("header", "", |html| {
            html.leaf("span", "number", &number.to_string());
            html.element("div", "", |html| {
                let unknown = || ui.text(&msg::signer_unknown());
                let signer = signature.signer.as_ref();
                let name = signer.map_or_else(unknown, |signer| signer.common_name.clone());
                html.element("h3", "", |html| {
                    html.leaf("bdi", "", &name);
                });
                let parts = signer.map(|one| [&one.title, &one.unit, &one.organization]);
                let parts: Vec<&str> =
                    parts.into_iter().flatten().filter_map(|part| part.as_deref()).collect();
                if !parts.is_empty() {
                    html.element("p", "", |html| {
                        html.leaf("bdi", "", &parts.join(", "));
                    });
                }
                let kind = match signature.role {
                    Some(Role::Initials) => ui.text(&role_words::role(Role::Initials)),
                    _ => ui.text(&words::kind(signature.kind)),
                };
                html.leaf("p", "", &format!("{kind} \u{b7} {}", signature.id));
            });
            html.leaf("span", &format!("chip {}", class(tone)), &ui.text(&verdict));
        });
    }

    fn verdict(&self, html: &mut Html) {
        if let Some(sub) = self.signature.conclusion.sub_indication() {
            self.row_text(html, &msg::label_why(), &words::why(sub, self.ui));
        }
        self.row(html, &msg::label_content(), &words::integrity(self.signature.integrity));
    }

    fn when(&self, html: &mut Html) {
        let times = &self.signature.signing_time;
        if let Some(time) = times.claimed {
            self.row(html, &msg::label_claimed_time(), &msg::plain_time(time));
        }
        if let Some(time) = times.proven {
            self.row(html, &msg::label_proven_time(), &msg::plain_time(time));
        }
        for stamp in &self.signature.timestamps {
            self.row_text(html, &msg::label_stamp(), &words::stamp(stamp, self.ui));
        }
    }

    fn what(&self, html: &mut Html) {
        let signature = self.signature;
        self.row(html, &msg::label_covers(), &words::coverage(signature));
        // What a signature says of itself is among the details.
        for covered in signature.covers.iter().filter(|covered| !is_of_itself(covered)) {
            self.row(html, &msg::label_part(), &words::part(covered));
        }
        match signature.place {
            Some(place) => self.row(html, &msg::label_place(), &msg::place(place.page)),
            None if self.format == Format::Pdf => {
                self.row(html, &msg::label_place(), &msg::place_none());
            }
            None => {}
        }
    }

    fn certificate(&self, html: &mut Html) {
        let (signature, ui) = (self.signature, self.ui);
        if let Some(signer) = &signature.signer {
            self.row_text(html, &msg::label_issuer(), &words::issuer(signer));
            let validity = words::certificate(signer, signature, ui);
            self.row_text(html, &msg::label_validity(), &validity);
        }
        self.row(html, &msg::label_revocation(), &words::revocation(signature.revocation));
        match &signature.trust_anchor {
            Some(anchor) => self.row_text(html, &msg::label_trust(), anchor),
            None => self.row(html, &msg::label_trust(), &msg::trust_none()),
        }
    }

    fn claims(&self, html: &mut Html) {
        let signature = self.signature;
        self.row_some(html, &msg::label_reason(), signature.reason.as_deref());
        self.row_some(html, &msg::label_location(), signature.location.as_deref());
        self.row_some(html, &msg::label_contact(), signature.contact.as_deref());
        if let Some(changes) = signature.permits {
            let permitted = fields_text::permitted(changes, self.ui);
            self.row_text(html, &msg::label_permits(), &permitted);
        }
        for lock in &signature.locks {
            self.row_text(html, &msg::label_locks(), &fields_text::locks(lock, self.ui));
        }
        if let Some(role) = signature.role {
            self.row(html, &msg::label_role(), &role_words::role(role));
        }
        if let Some(words) = role_words::unclear(&signature.roles) {
            self.row(html, &msg::label_role(), &words);
        }
        for role in &signature.roles {
            self.row_text(html, &msg::label_role_words(), role);
        }
    }

    /// What came after the signature. It can be told only from a content that is the one signed.
    fn afterwards(&self, html: &mut Html) {
        let signature = self.signature;
        let told = signature.integrity == Integrity::Intact && self.format == Format::Pdf;
        if !told && signature.changes.is_empty() {
            return;
        }
        html.leaf("h4", "", &self.ui.text(&msg::label_afterwards()));
        let all = signature.changes.iter().filter(|change| words::tells(change));
        html.element("ul", "list", |html| {
            let level = self.ui.text(&words::afterwards(signature));
            let passed = matches!(signature.conclusion, Conclusion::Passed(_));
            let suspicious = signature.modification == Modification::Suspicious;
            let class = match signature.coverage {
                _ if suspicious => "bad",
                Coverage::WholeFile => "note",
                _ if passed => "good",
                _ => "note",
            };
            html.leaf("li", class, &level);
            all.for_each(|change| self.change(html, change));
            if signature.changes_omitted > 0 {
                let more = msg::changed_more(signature.changes_omitted);
                html.leaf("li", "note", &self.ui.text(&more));
            }
        });
    }

    fn change(&self, html: &mut Html, change: &Change) {
        let class = if change.allowed { "good" } else { "bad" };
        html.element("li", class, |html| {
            html.leaf("b", "", &self.ui.text(&words::change_label(change)));
            html.text(": ").leaf("bdi", "", &words::change(change, self.ui));
        });
    }

    fn details(&self, html: &mut Html) {
        let (signature, ui) = (self.signature, self.ui);
        html.element("details", "", |html| {
            html.leaf("summary", "", &ui.text(&msg::page_details()));
            html.element("dl", "", |html| {
                self.row_text(html, &msg::label_level(), words::level(signature.level));
                if let Some(signer) = &signature.signer {
                    self.row_text(html, &msg::label_subject(), &signer.subject);
                    self.row_text(html, &msg::label_serial(), &signer.serial);
                }
                self.row_some(
                    html,
                    &msg::label_algorithm(),
                    signature.signature_algorithm.as_deref(),
                );
                self.row_some(html, &msg::label_digest(), signature.digest_algorithm.as_deref());
                let revision = signature.revision.map(|revision| revision.to_string());
                self.row_some(html, &msg::label_revision(), revision.as_deref());
                for covered in signature.covers.iter().filter(|covered| is_of_itself(covered)) {
                    self.row(html, &msg::label_part(), &words::part(covered));
                }
                for digest in &signature.material.digests {
                    let text = format!("{} {}", digest.algorithm(), hex(digest.as_bytes()));
                    self.row_text(html, &msg::label_covered_digest(), &text);
                }
                for certificate in &signature.material.chain {
                    let subject = certificate.subject();
                    let print = hex(&certificate.fingerprint_sha256());
                    let text = format!("{subject} \u{2013} SHA-256 {print}");
                    self.row_text(html, &msg::label_path(), &text);
                }
                for change in &signature.changes {
                    let objects: Vec<String> =
                        change.objects.iter().map(ToString::to_string).collect();
                    let (rule, objects) = (change.rule, objects.join(", "));
                    let text = format!("{}; {rule} [{objects}]", words::change(change, ui));
                    self.row_text(html, &words::change_label(change), &text);
                }
            });
            html.push(findings(self.untold(), &[Severity::Info], ui));
        });
    }
}

/// Whether this is what a signature says of itself (EN 319 132-1 §4.4.2).
fn is_of_itself(covered: &Covered) -> bool {
    covered.kind.as_deref() == Some("http://uri.etsi.org/01903#SignedProperties")
}

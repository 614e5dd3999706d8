//! Before anything is prepared: into which field of a PDF, what it asks for, and whether earlier
//! signatures allow it.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::builder::{Request, SubFilter};
use super::{SignError, permission, seed};
use crate::algorithm::DigestAlgorithm;
use crate::cades::CadesDocument;
use crate::container::Container;
use crate::document::Content;
use crate::pdf::archival::Level;
use crate::pdf::{
    self, AllowedChanges, ChosenField, FieldChoice, FieldLock, LookError, PdfDocument,
    Placement as SeenAt, SeedValues, SignatureLock,
};
use crate::role::Role;
use crate::xml::XmlDocument;

/// What is to be signed, looked into.
pub(super) enum Plan {
    Pdf(Box<PdfPlan>),
    Xml(Arc<XmlDocument>),
    Container(Arc<Container>),
    Cades(Arc<CadesDocument>),
}

/// Where a signature goes in a PDF, and what it forbids.
pub(super) struct PdfPlan {
    pub(super) document: Arc<PdfDocument>,
    pub(super) field: String,
    pub(super) seed: SeedValues,
    /// What the signature locks.
    lock: Option<SignatureLock>,
    /// Whether the field has that lock already, or cannot get it any more.
    lock_stands: bool,
    certifies: Option<AllowedChanges>,
    signed_before: bool,
    pub(super) placement: Placement,
}

/// How a signature came to stand in its field.
#[derive(Clone, Debug, Default)]
pub(super) struct Placement {
    /// Whether the field was there before.
    pub(super) existing: bool,
    /// The seed values of the field that decided what the caller left open.
    pub(super) seeded: Vec<&'static str>,
    pub(super) sub_filter: Option<SubFilter>,
    /// Whether what is seen had to be moved onto its page.
    pub(super) look_moved: bool,
}

impl Plan {
    /// Looks at the document; puts into the request what the field asks for.
    pub(super) fn of(request: &mut Request<'_>) -> Result<Self, SignError> {
        if let Some(text) = request.xml.roles.iter().find(|text| Role::is_meant(text)) {
            return Err(SignError::ClaimedRoleReserved { text: text.clone() });
        }
        match request.document.clone().content() {
            Content::Pdf(document) => Ok(Self::Pdf(Box::new(PdfPlan::of(document, request)?))),
            Content::Xml(document) => Ok(Self::Xml(document.clone())),
            Content::Container(container) => Ok(Self::Container(container.clone())),
            Content::Cades(document) => Ok(Self::Cades(document.clone())),
        }
    }

    /// Whether the field takes a hash; in XML there is none to ask.
    pub(super) fn takes_digest(&self, digest: DigestAlgorithm) -> bool {
        match self {
            Self::Pdf(plan) => seed::takes_digest(&plan.seed, digest),
            Self::Xml(_) | Self::Cades(_) | Self::Container(_) => true,
        }
    }
}

impl PdfPlan {
    fn of(document: &Arc<PdfDocument>, request: &mut Request<'_>) -> Result<Self, SignError> {
        let reason = request.role.as_ref().and_then(|rule| rule.reason.clone());
        request.reason = request.reason.take().or(reason);
        let before = pdf::signatures(document)?;
        permission::may_be_signed(&before)?;
        let first = permission::first_signed(&before);
        if let (Some(_), Some(field)) = (request.certify, &first) {
            return Err(SignError::NotFirst { field: field.clone() });
        }
        if request.visible.is_some() && !request.stamps.is_empty() {
            permission::may_be_stamped(&before)?;
        }
        let chosen = pdf::choose_field(document, &field_choice(document, request)?)?;
        has_room_for_look(&chosen, request)?;
        permission::is_unlocked(&before, &chosen.name)?;
        for fill in &request.fills {
            permission::is_unlocked(&before, &fill.field)?;
        }
        let view = document.latest();
        let of_field = chosen.field.as_ref();
        let own_lock = of_field.and_then(|field| field.lock.as_ref());
        let own_lock = own_lock.map(|lock| SignatureLock::read(&view, lock));
        let seed = of_field.map(|field| SeedValues::of(&view, field)).unwrap_or_default();
        let mut seeded = seed::follow(&seed, &chosen.name, request, first.is_some())?;
        // The next one on the paper's way must be able to sign.
        if let (Some(rule), Some(_)) = (&request.role, request.certify) {
            return Err(SignError::RoleCertifies { role: rule.role });
        }
        let lock = lock(&chosen, own_lock.as_ref(), &seed, request, &mut seeded)?;
        // An earlier signature could not tell a lock that a field gets from an attack.
        let too_late = chosen.field.is_some() && first.is_some();
        if own_lock.is_none() && too_late && lock.as_ref().is_some_and(|l| l.changes.is_some()) {
            return Err(SignError::LockMisplaced { field: chosen.name });
        }
        let signed: Vec<&str> = before.iter().map(|value| value.field.as_str()).collect();
        names_are_fields(document, request.lock.as_ref(), &signed)?;
        Ok(Self {
            document: document.clone(),
            placement: Placement {
                existing: chosen.field.is_some(),
                seeded,
                sub_filter: Some(request.sub_filter.unwrap_or_default()),
                look_moved: false,
            },
            field: chosen.name,
            seed,
            lock_stands: own_lock.is_some() || too_late,
            lock,
            certifies: request.certify,
            signed_before: first.is_some(),
        })
    }

    pub(super) fn is_signed_before(&self) -> bool {
        self.signed_before
    }

    pub(super) fn certifies(&self) -> bool {
        self.certifies.is_some()
    }

    /// `/Lock` for the field, where it is to get one.
    pub(super) fn new_lock(&self) -> Option<Dictionary> {
        self.lock.as_ref().filter(|_| !self.lock_stands).map(pdf::lock)
    }

    /// `/Reference`: what the signature forbids (ISO 32000-2 §12.8.1, table 256).
    pub(super) fn references(&self, digest: DigestAlgorithm) -> Result<Option<Object>, SignError> {
        let catalog: ObjectId = self.document.latest().catalog_id()?;
        // PDF/A from part 2 on has none beside a certification, earlier ones included.
        let level = self.document.archival_level();
        let digest = level.is_none_or(Level::allows_digest_method).then_some(digest);
        let certification = self.certifies.map(|changes| pdf::doc_mdp(changes, digest));
        let lock = self.lock.as_ref().map(|lock| pdf::field_mdp(&lock.fields, catalog, digest));
        let references: Vec<Object> =
            [certification, lock].into_iter().flatten().map(Object::Dictionary).collect();
        Ok((!references.is_empty()).then_some(Object::Array(references)))
    }
}

/// A signature that is seen in a place of its own does not take an empty field that stands
/// elsewhere; one in a role takes no field but that of its role.
fn field_choice(document: &PdfDocument, request: &Request<'_>) -> Result<FieldChoice, SignError> {
    Ok(match (&request.visible, &request.field, &request.role) {
        (_, FieldChoice::Free, Some(rule)) => {
            let field = pdf::field_of_role(document, rule)?;
            if field.is_there {
                FieldChoice::Named(field.name)
            } else {
                FieldChoice::New(Some(field.name))
            }
        }
        (Some((_, place)), FieldChoice::Free, None) if *place != SeenAt::Field => {
            FieldChoice::New(None)
        }
        (_, choice, _) => choice.clone(),
    })
}

/// That the place of the look and that of the field are one.
fn has_room_for_look(chosen: &ChosenField, request: &Request<'_>) -> Result<(), SignError> {
    let Some((_, place)) = &request.visible else { return Ok(()) };
    let field = chosen.name.clone();
    let fault = match (place, &chosen.field) {
        (SeenAt::Field, None) => LookError::NoFieldRectangle { field },
        (SeenAt::Field, Some(_)) | (_, None) => return Ok(()),
        // To move a field is to change what others may have signed.
        (_, Some(_)) => LookError::FieldHasPlace { field },
    };
    Err(pdf::PdfError::from(fault).into())
}

/// What the signature locks: as its field says, else as the caller does, with what the field's
/// seed values ask of it.
fn lock(
    chosen: &ChosenField,
    own: Option<&SignatureLock>,
    seed: &SeedValues,
    request: &Request<'_>,
    seeded: &mut Vec<&'static str>,
) -> Result<Option<SignatureLock>, SignError> {
    let mut lock = match (own, &request.lock) {
        (Some(own), Some(asked)) if own != asked => {
            return Err(SignError::LockMisplaced { field: chosen.name.clone() });
        }
        (Some(own), _) => Some(own.clone()),
        (None, asked) => asked.clone(),
    };
    let changes = lock.as_ref().and_then(|lock| lock.changes);
    let Some(wanted) = &seed.lock_document else { return Ok(lock) };
    match (wanted.value, changes) {
        (Some(true), None) if own.is_none() => {
            let fields = lock.map_or(FieldLock::Include(Vec::new()), |lock| lock.fields);
            lock = Some(SignatureLock { fields, changes: Some(AllowedChanges::Nothing) });
            seeded.push("LockDocument");
        }
        (Some(locked), changes)
            if wanted.required && locked != (changes == Some(AllowedChanges::Nothing)) =>
        {
            let wanted = if locked { "true" } else { "false" };
            return Err(seed::refused(&chosen.name, "LockDocument", wanted));
        }
        _ => {}
    }
    Ok(lock)
}

/// Whoever locks a field by a name that neither a field nor one of `others` has would believe it locked.
pub(super) fn names_are_fields(
    document: &PdfDocument,
    lock: Option<&SignatureLock>,
    others: &[&str],
) -> Result<(), SignError> {
    let Some(lock) = lock else { return Ok(()) };
    let fields = pdf::shared_fields(&document.latest())?;
    let below = |name: &String, field: &str| FieldLock::Include(vec![name.clone()]).covers(field);
    for name in lock.fields.fields() {
        let known = fields.iter().any(|field| below(name, &field.name))
            || others.iter().any(|field| below(name, field));
        if !known {
            let (name, empty) = (name.clone(), Vec::new());
            return Err(pdf::PdfError::NoSuchField { name, empty }.into());
        }
    }
    Ok(())
}

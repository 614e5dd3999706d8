//! Files signed by CMS: which they are, what they are called, and what stands beside them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use const_oid::ObjectIdentifier;
use kyso::cades::PolicyId;
use kyso::sign::SignatureBuilder;
use kyso::{DigestAlgorithm, Document, Format, Packaging, Source, Verifier, crypto};

use crate::args::{CadesArgs, FormatName};
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::opener::Opener;

/// Endings of a CMS: beside its content, and around it.
const DETACHED: &str = "p7s";
const ATTACHED: &str = "p7m";

/// Bytes of the text of a signature policy.
const MAX_POLICY_BYTES: u64 = 64 << 20;

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// Whether a call asks for a signature by CMS, whatever the document is.
fn is_asked_for(args: &CadesArgs, output: Option<&Path>) -> bool {
    let names_one = |path: &Path| ends_in(path, DETACHED) || ends_in(path, ATTACHED);
    args.format == Some(FormatName::Cades) || output.is_some_and(names_one)
}

/// Whether the CMS is to hold the document.
fn is_attached(args: &CadesArgs, output: Option<&Path>) -> bool {
    args.attached || output.is_some_and(|path| ends_in(path, ATTACHED))
}

/// The ending that the name of a document gets for its signature; none for what is replaced by a
/// signed one.
pub(crate) fn ending(args: &CadesArgs, input: &Path) -> Option<&'static str> {
    let source = Source::open(input).ok()?;
    let kind = Format::detect(&source).ok()?;
    let plain = kind.is_none() && !source.is_empty() && !claims_to_be_a_document(input);
    let by_cms = plain || (args.format == Some(FormatName::Cades) && kind != Some(Format::Cades));
    let ending = if args.attached { ATTACHED } else { DETACHED };
    by_cms.then_some(ending)
}

/// Whether a file is called a PDF, XML or a container: where it is none it was damaged, and nobody is made to
/// sign it as something else.
fn claims_to_be_a_document(path: &Path) -> bool {
    ["pdf", "xml", "asice", "sce", "asics", "scs"].into_iter().any(|ending| ends_in(path, ending))
}

/// Opens a document to sign it: PDF and XML as such unless the call says otherwise, a CMS to add a
/// signer, anything else as it is.
pub(crate) fn open_to_sign(
    input: &Input,
    (args, output): (&CadesArgs, Option<&Path>),
    opener: &Opener<'_>,
) -> Result<Document, Failure> {
    let source = input.source()?;
    let failed = |error: kyso::Error| Failure::core(error, &input.name());
    let kind = Format::detect(&source).map_err(|error| failed(error.into()))?;
    let asked = is_asked_for(args, output);
    match kind {
        Some(Format::Cades) => {
            let document = Document::from_source(source).map_err(failed)?;
            with_content(document, input, args.content.as_deref())
        }
        _ if asked => Ok(Document::file(source)),
        None if !source.is_empty() && !claims_to_be_a_document(Path::new(&input.name())) => {
            Ok(Document::file(source))
        }
        _ => opener.open_sparing_from(input, &source),
    }
}

/// Gives a detached CMS what it is over: the file that the call names, else the one of its name
/// without the ending.
pub(crate) fn with_content(
    document: Document,
    input: &Input,
    named: Option<&Path>,
) -> Result<Document, Failure> {
    let Some(cades) = document.cades() else { return Ok(document) };
    let content = match named {
        Some(path) => Some(path.to_owned()),
        None => beside(input, cades.attached_len().is_some()),
    };
    let Some(path) = content else { return Ok(document) };
    let source = Source::open(&path).map_err(|error| Failure::reading(&path, &error))?;
    Ok(document.with_content(Some(&name(&path)), source))
}

/// The same for a verifier, which opens the document itself.
pub(crate) fn judging<'p>(
    verifier: Verifier<'p>,
    (input, source): (&Input, &Source),
    named: Option<&Path>,
) -> Result<Verifier<'p>, Failure> {
    if !matches!(Format::detect(source), Ok(Some(Format::Cades))) {
        return Ok(verifier);
    }
    let attached = Document::from_source(source.clone())
        .is_ok_and(|document| document.cades().is_some_and(|cades| cades.attached_len().is_some()));
    let content = named.map(Path::to_owned).or_else(|| beside(input, attached));
    let Some(path) = content else { return Ok(verifier) };
    let source = Source::open(&path).map_err(|error| Failure::reading(&path, &error))?;
    Ok(verifier.content(Some(&name(&path)), source))
}

/// The name of a file as reports give it.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).display().to_string()
}

/// `a.pdf` for `a.pdf.p7s`. A CMS that holds its content needs none; called `.p7s` it will be taken
/// for the signature of what stands beside it, which must then be the same.
fn beside(input: &Input, attached: bool) -> Option<PathBuf> {
    let Input::File(path) = input else { return None };
    let ending = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
    let asks = match ending.as_str() {
        DETACHED => true,
        ATTACHED | "p7" | "sig" | "pem" => !attached,
        _ => false,
    };
    let found = path.with_extension("");
    let is_file = fs::metadata(&found).is_ok_and(|there| there.is_file());
    (asks && is_file).then_some(found)
}

/// The policy that the signer follows: its identifier and the digest of its text.
fn policy(args: &CadesArgs) -> Result<Option<PolicyId>, Failure> {
    let Some(pair) = &args.signature_policy else { return Ok(None) };
    let oid = ObjectIdentifier::new(&pair.name)
        .map_err(|_| Failure::usage(msg::call_signature_policy_invalid(&pair.name)))?;
    let text = Input::from_path(Path::new(&pair.text)).read(MAX_POLICY_BYTES)?;
    let digest = crypto::digest(DigestAlgorithm::Sha256, &text);
    Ok(Some(PolicyId { oid, digest, uri: None }))
}

/// Puts what the call says of a CMS signature into a builder.
pub(crate) fn say<'a, S>(
    mut builder: SignatureBuilder<'a, S>,
    args: &CadesArgs,
    output: Option<&Path>,
) -> Result<SignatureBuilder<'a, S>, Failure> {
    if is_attached(args, output) {
        builder = builder.packaging(Packaging::Attached);
    }
    if let Some(form) = args.asic_signature {
        builder = builder.container_form(form.into());
    }
    if args.pem {
        builder = builder.pem(true);
    }
    if let Some(id) = &args.countersign {
        builder = builder.countersign(id);
    }
    if let Some(mime_type) = &args.mime_type {
        builder = builder.mime_type(mime_type);
    }
    if let Some(hint) = &args.content_hint {
        builder = builder.content_description(hint);
    }
    if let Some(commitment) = args.commitment {
        builder = builder.commitment(commitment.into());
    }
    if let Some(policy) = policy(args)? {
        builder = builder.signature_policy(policy);
    }
    Ok(builder)
}

//! Files signed by CMS: which they are, what they are called, and what stands beside them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use const_oid::ObjectIdentifier;
use kyso::cades::PolicyId;
use kyso::sign::SignatureBuilder;
use kyso::{DigestAlgorithm, Document, Format, Packaging, Source, Verifier, crypto};

use crate::args::{CadesArgs, FormatName};
use crate::core_error;
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::opener::Opener;

/// Endings of a CMS: beside its content, and around it.
const DETACHED: &str = "p7s";
const ATTACHED: &str = "p7m";

/// Every ending of a CMS; nothing but a CMS has the first two.
const SIGNATURES: [&str; 5] = [DETACHED, ATTACHED, "p7", "sig", "pem"];

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
    if args.content.is_some() && kind != Some(Format::Cades) {
        return Err(Failure::usage(msg::call_content_not_cms(input.name())));
    }
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
    let Some(cades) = document.cades() else {
        return match named {
            Some(_) => Err(Failure::usage(msg::call_content_not_cms(input.name()))),
            None => Ok(document),
        };
    };
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
    match Format::detect(source) {
        Ok(Some(Format::Cades)) => {}
        Ok(_) if named.is_some() => {
            return Err(Failure::usage(msg::call_content_not_cms(input.name())));
        }
        // Judged by itself it would say nothing of its neighbour, and look as if it did.
        Ok(Some(other)) if claims_to_be_a_signature(input) => {
            let format = core_error::format_name(other);
            return Err(Failure::io(msg::core_not_cms(input.name(), format)));
        }
        _ => return Ok(verifier),
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

/// `a.pdf` for `a.pdf.p7s`. A CMS that holds its content needs none; unless its ending says that
/// it does, it will be taken for the signature of what stands beside it, which must then be the
/// same.
fn beside(input: &Input, attached: bool) -> Option<PathBuf> {
    let Input::File(path) = input else { return None };
    let ending = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
    let found = path.with_extension("");
    let is_file = fs::metadata(&found).is_ok_and(|there| there.is_file());
    let asks = SIGNATURES.contains(&ending.as_str()) && !(attached && ending == ATTACHED);
    (is_file && asks).then_some(found)
}

/// Whether a file is called a CMS: by an ending that nothing else has, or as the signature of what
/// stands beside it.
fn claims_to_be_a_signature(input: &Input) -> bool {
    let Input::File(path) = input else { return false };
    ends_in(path, DETACHED) || ends_in(path, ATTACHED) || beside(input, false).is_some()
}

/// Refuses a format that the ending of the output contradicts.
pub(crate) fn check_format(args: &CadesArgs, output: Option<&Path>) -> Result<(), Failure> {
    let (Some(format), Some(output)) = (args.format, output) else { return Ok(()) };
    let (name, endings): (_, &[&str]) = match format {
        FormatName::Cades => ("cades", &SIGNATURES),
        FormatName::AsicE => ("asic-e", &["asice", "sce"]),
        FormatName::AsicS => ("asic-s", &["asics", "scs"]),
    };
    let is_one = |endings: &[&str]| endings.iter().any(|ending| ends_in(output, ending));
    let of_another = claims_to_be_a_document(output) || is_one(&[DETACHED, ATTACHED]);
    if of_another && !is_one(endings) {
        return Err(Failure::usage(msg::call_format_and_ending(output, name)));
    }
    Ok(())
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

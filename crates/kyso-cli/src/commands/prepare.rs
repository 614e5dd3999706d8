//! `kyso prepare`: everything of a signature but its value, for a key on another machine.

use std::path::{Path, PathBuf};

use kyso::x509::Certificate;
use kyso::{Prepared, Signer, file, limits};
use serde_json::json;

use super::claims::{
    algorithms_for, choose, holder, note_field, signer, warn_about_validity, with_claims,
};
use super::now;
use crate::args::PrepareArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::hex::hex;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::look::{Paper, Seen};
use crate::opener::Opener;
use crate::output::Target;
use crate::reads::Reads;
use crate::ui::Ui;
use crate::{cades, pack, repair};

pub(super) fn run(args: &PrepareArgs, ui: &Ui) -> Result<Status, Failure> {
    let packed =
        pack::of(std::slice::from_ref(&args.input), pack::kind(args.cades.format, None), ui)?;
    let input = packed.unwrap_or_else(|| Input::from_path(&args.input));
    let state = Target::from_option(&args.output, args.force);
    let tbs = args.tbs.as_ref().map(|path| Target::from_option(path, args.force));
    if args.json && [Some(&state), tbs.as_ref()].contains(&Some(&Target::Stdout)) {
        return Err(Failure::usage(msg::call_json_and_stdout()));
    }
    if tbs.as_ref().is_some_and(|tbs| same_place(tbs, &state)) {
        return Err(Failure::usage(msg::call_one_output_twice(state.name())));
    }
    let pdf = args.unlock.password.passphrase();
    super::batch::stdin_once([&input], super::batch::from_stdin([&pdf]))?;
    let reads = Reads::new([&input], false).also([&args.cert]).also(&args.chain);
    let reads = reads.also(&args.cades.content);
    let reads = reads.also(&args.xml.profile).also(args.look.files()).secrets([&pdf]);
    for target in [Some(&state), tbs.as_ref()].into_iter().flatten() {
        target.check(&reads)?;
    }
    let prepared = prepare(args, &input, ui)?;
    let (existing, seeded) = (prepared.is_in_existing_field(), prepared.seeded());
    note_field(&args.claims, existing, seeded, prepared.field_name(), &input.name(), ui);
    if prepared.is_look_moved() {
        ui.warn(&msg::warn_look_moved(input.name()));
    }
    state.put(&prepared, &reads)?;
    if let Some(tbs) = &tbs {
        // The two belong together: one without the other is of no use.
        tbs.put(prepared.to_be_signed().message(), &reads).inspect_err(|_| state.take_back())?;
    }
    tell(args, ui, &input, &state, tbs.as_ref(), &prepared)?;
    Ok(Status::Done)
}

/// Whether two outputs would be one, though neither need be there yet.
fn same_place(a: &Target, b: &Target) -> bool {
    let place = |target: &Target| {
        let name = PathBuf::from(target.name());
        let folder = name.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(folder.join(name.file_name()?))
    };
    let device = |target: &Target| {
        std::fs::metadata(target.name()).is_ok_and(|there| !there.is_file() && !there.is_dir())
    };
    let same = place(a).is_some_and(|a| Some(a) == place(b));
    let same = same || file::same_file(Path::new(&a.name()), Path::new(&b.name()));
    a == b && *a == Target::Stdout || same && !device(a)
}

fn prepare(args: &PrepareArgs, input: &Input, ui: &Ui) -> Result<Prepared, Failure> {
    let mut chain = certificates(&args.cert)?;
    if let Some(path) = &args.chain {
        chain.extend(certificates(path)?);
    }
    signer_first(&mut chain);
    let Some(leaf) = chain.first() else {
        return Err(Failure::io(msg::error_no_certificate(args.cert.as_path())));
    };
    let offered = algorithms_for(leaf, &args.cert.display().to_string())?;
    let algorithm = choose(&offered, &args.algorithm)?;
    warn_about_validity(leaf, &args.claims, ui);
    let document = if args.claims.repair {
        repair::open(input)?
    } else {
        let opener = Opener::to_write(&args.unlock, ui)?;
        cades::open_to_sign(input, (&args.cades, None), &opener)?
    };
    repair::warn(&document, input, ui);
    let builder = document.sign(Signer::chain(&chain, algorithm), now());
    let builder = with_claims!(builder, &args.claims, &args.xml);
    let mut builder = cades::say(builder, &args.cades, None)?;
    if let Some(seen) = Seen::of(&args.look, args.xml.profile.as_deref(), now(), ui)? {
        let on = Paper {
            document: &document,
            file: &input.name(),
            signer: Some(leaf),
            named: args.claims.field.as_deref(),
        };
        builder = seen.put(builder, &on, ui)?;
    }
    builder.prepare().map_err(|error| Failure::signing(error, &input.name(), leaf))
}

pub(crate) fn certificates(path: &Path) -> Result<Vec<Certificate>, Failure> {
    let bytes = file::read_bounded(path, limits::MAX_KEY_FILE_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    Certificate::from_pem_or_der(&bytes)
        .map_err(|error| Failure::core(error, &path.display().to_string()))
}

/// Files of certificates come in any order: the signer's is the first that is no CA's.
pub(crate) fn signer_first(chain: &mut [Certificate]) {
    let is_ca = |certificate: &Certificate| {
        certificate.basic_constraints().ok().flatten().is_some_and(|constraints| constraints.ca)
    };
    let signer = chain.iter().position(|certificate| !is_ca(certificate));
    if let Some(front) = signer.and_then(|index| chain.get_mut(..=index)) {
        front.rotate_right(1);
    }
}

fn tell(
    args: &PrepareArgs,
    ui: &Ui,
    input: &Input,
    state: &Target,
    tbs: Option<&Target>,
    prepared: &Prepared,
) -> Result<(), Failure> {
    let algorithm = prepared.algorithm();
    let digest = hex(prepared.to_be_signed().digest().as_ref());
    if args.json {
        return ui.print_json(&json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": input.name(),
            "output": state.name(),
            "format": prepared.format().name(),
            "field": prepared.field_name(),
            "signer": signer(prepared.certificate()),
            "digest_algorithm": algorithm.digest().name(),
            "algorithm": algorithm.name(),
            "digest": digest,
            "tbs": tbs.map(Target::name),
        }));
    }
    let done = msg::prepared(
        prepared.field_name(),
        input.name(),
        prepared.format().name(),
        state.name(),
        holder(prepared.certificate()),
    );
    let ask = msg::prepared_digest(algorithm.name(), digest, algorithm.digest().name());
    let lines = [Some(done), Some(ask), tbs.map(|tbs| msg::prepared_message(tbs.name()))];
    let stdout_taken = [Some(state), tbs].contains(&Some(&Target::Stdout));
    for message in lines.into_iter().flatten() {
        if stdout_taken {
            ui.note(&message);
        } else if !ui.quiet {
            ui.print_line(&ui.text(&message))?;
        }
    }
    Ok(())
}

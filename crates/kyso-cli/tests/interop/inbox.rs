//! `kyso inbox` at a terminal: papers are looked at, signed with one PIN of a token, refused; the
//! terminal is given back whatever happens.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::Paper;
use kyso_testkit::process;
use libtest_mimic::Failed;
use serde_json::Value;
use tempfile::TempDir;

use crate::kyso::{kyso, passes};
use crate::pkcs11::{Hsm, LABEL, PIN, module};
use crate::signer::{Files, Signers};
use crate::tmux::{Terminal, has_colours};
use crate::tools::{ensure, succeed};
use crate::{Case, judges};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("inbox::three_with_one_pin::en", |signers| three_with_one_pin(signers, &ENGLISH)),
        Case::new("inbox::three_with_one_pin::vi", |signers| {
            three_with_one_pin(signers, &VIETNAMESE)
        }),
        Case::new("inbox::colours_only_where_wanted", colours),
        Case::new("inbox::changed_since_it_was_shown", changed),
        Case::new("inbox::in_place_with_a_passphrase", in_place),
        Case::new("inbox::only_what_was_shown_is_signed", only_what_was_shown),
        Case::new("inbox::a_pipe_is_not_waited_for", a_pipe),
        Case::new("inbox::keys_typed_ahead_sign_nothing", typed_ahead),
        Case::new("inbox::ends_with_its_terminal", terminal_gone),
        Case::new("inbox::terminal_is_given_back::hung_up", |signers| ends(signers, "HUP")),
        Case::new("inbox::small_window_grows", small_window),
        Case::new("inbox::terminal_is_given_back::interrupted", |signers| ends(signers, "INT")),
        Case::new("inbox::terminal_is_given_back::terminated", |signers| ends(signers, "TERM")),
    ]
}

/// What is seen, in one language.
struct Words {
    lang: &'static str,
    count: &'static str,
    page: &'static str,
    question: &'static str,
    pin: &'static str,
    signed: &'static str,
    reason: &'static str,
    refused: &'static str,
}

const ENGLISH: Words = Words {
    lang: "en",
    count: "5 papers",
    page: "page 1 of 1",
    question: "Sign these 3 papers?",
    pin: "PIN",
    signed: "3 of 3 signed",
    reason: "Why? It is recorded",
    refused: "Refused, moved to",
};

const VIETNAMESE: Words = Words {
    lang: "vi",
    count: "5 văn bản",
    page: "trang 1/1",
    question: "Ký 3 văn bản này?",
    pin: "PIN",
    signed: "đã ký 3 trên 3 văn bản",
    reason: "Lý do? Lý do được ghi sổ",
    refused: "Đã từ chối, chuyển vào",
};

/// A folder `den` with papers of these numbers.
fn papers(folder: &Path, count: usize) -> Result<Vec<PathBuf>, Failed> {
    fs::create_dir(folder.join("den"))?;
    (1..=count)
        .map(|number| {
            let named = format!("Số: {number}/QĐ-UBND");
            let lines = [(60, "ỦY BAN NHÂN DÂN"), (60, &named), (200, "QUYẾT ĐỊNH")];
            let path = folder.join(format!("den/{number}.pdf"));
            fs::write(&path, Paper { title: "", lines: &lines, catalog: "" }.build())?;
            Ok(path)
        })
        .collect()
}

/// A shell's line that runs `kyso inbox den` here, and says how that ended and what the terminal
/// is like then.
fn line(folder: &Path, environment: &str, options: &str) -> String {
    let program = kyso().get_program().to_string_lossy().into_owned();
    let state = folder.join("state").display().to_string();
    let store = folder.join("store").display().to_string();
    format!(
        "echo before; env -u NO_COLOR {environment} KYSO_STATE='{state}' KYSO_TRUST_STORE='{store}' \
         sh -c 'echo $$ > pid; exec \"$0\" \"$@\"' '{program}' inbox den {options}; \
         echo ended:$?; stty -a"
    )
}

/// With a key in a file, which asks for nothing.
fn with_key(signer: &Files) -> String {
    let file = |name: &str| signer.file(name).display().to_string();
    format!("--key '{}' --cert '{}'", file("key.pem"), file("cert.pem"))
}

/// The shell has its terminal again: what stood there before the screen, echo, lines.
fn is_given_back(terminal: &Terminal, status: &str) -> Result<String, Failed> {
    terminal.wait(&[&format!("ended:{status}")])?;
    terminal.wait(&["iexten"])?;
    let screen = terminal.scrolled()?;
    let has = |word: &str| screen.split_whitespace().any(|one| one.trim_end_matches(';') == word);
    ensure(["before", "icanon", "echo", "isig"].iter().all(|word| has(word)), || screen.clone())?;
    Ok(screen)
}

fn three_with_one_pin(signers: &Signers, words: &Words) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(KeyKind::Rsa2048)?);
    hsm.import(signer, "01")?;
    let folder = hsm.path("");
    let papers = papers(&folder, 5)?;
    let before: Vec<Vec<u8>> = papers.iter().map(fs::read).collect::<Result<_, _>>()?;
    let uri = format!("pkcs11:token={LABEL}?module-path={}", module()?.display());
    let chain = signer.file("chain.pem").display().to_string();
    let options =
        format!("--lang {} --pkcs11 '{uri}' --chain '{chain}' --visible --no-store", words.lang);
    let conf = hsm.path("softhsm2.conf").display().to_string();
    let environment = format!("NO_COLOR=1 SOFTHSM2_CONF='{conf}'");
    let terminal = Terminal::open(&folder, (80, 24), &line(&folder, &environment, &options))?;
    terminal.wait(&[words.count, "1/QĐ-UBND", "5/QĐ-UBND", "> [ ]"])?;
    let no_colours = || -> Result<(), Failed> {
        let screen = terminal.coloured()?;
        ensure(!has_colours(&screen), || format!("colours:\n{screen:?}"))
    };
    no_colours()?;
    // The page, as text and as a picture, in windows of other sizes.
    terminal.press(&["Enter"])?;
    terminal.wait(&[words.page, "QUYẾT ĐỊNH", "mm"])?;
    terminal.resize(100, 30)?;
    terminal.wait(&[words.page, "QUYẾT ĐỊNH"])?;
    terminal.press(&["p"])?;
    terminal.resize(80, 24)?;
    terminal.wait(&[words.page])?;
    no_colours()?;
    terminal.press(&["q", "Space", "Space", "Space"])?;
    let marked = terminal.wait(&["> [ ] 4/QĐ-UBND"])?;
    ensure(marked.matches("[x]").count() == 3, || marked)?;
    terminal.press(&["S"])?;
    terminal.wait(&[words.question, "SHA-256", "1.pdf"])?;
    no_colours()?;
    terminal.press(&["Enter"])?;
    terminal.wait(&[words.pin, LABEL])?;
    // The prompt stands there before the terminal hides what is typed.
    std::thread::sleep(std::time::Duration::from_millis(500));
    terminal.type_in(PIN)?;
    terminal.press(&["Enter"])?;
    terminal.wait(&[words.signed])?;
    terminal.press(&["r"])?;
    terminal.wait(&[words.reason])?;
    terminal.type_in("Thiếu phụ lục 2")?;
    terminal.press(&["Enter"])?;
    terminal.wait(&[words.refused])?;
    no_colours()?;
    terminal.press(&["q"])?;
    let said = is_given_back(&terminal, "0")?;
    ensure(said.matches(LABEL).count() == 1, || format!("asked more than once:\n{said}"))?;
    ensure(!said.contains(PIN), || said)?;
    for name in ["1.pdf", "2.pdf", "3.pdf"] {
        let signed = folder.join("den/signed").join(name);
        passes(&signed, &[signer], 1)?;
        judges::pdfsig(&signed, signer, 1)?;
    }
    ensure(fs::read_dir(folder.join("den/signed"))?.count() == 3, || "more was signed".into())?;
    for (path, bytes) in papers.iter().zip(&before) {
        let refused = path.ends_with("4.pdf");
        let at = if refused { folder.join("den/refused/4.pdf") } else { path.clone() };
        ensure(fs::read(&at)? == *bytes, || format!("{} was changed", at.display()))?;
        ensure(path.exists() != refused, || path.display().to_string())?;
    }
    let record = fs::read_to_string(folder.join("den/refused/refusals.jsonl"))?;
    let refusal: Value = serde_json::from_str(&record)?;
    let as_typed = refusal["file"] == "4.pdf" && refusal["reason"] == "Thiếu phụ lục 2";
    ensure(as_typed && refusal["sha256"].as_str().map(str::len) == Some(64), || record)
}

fn at_work(signers: &Signers, count: usize) -> Result<(TempDir, Vec<PathBuf>), Failed> {
    let folder = signers.folder()?;
    let papers = papers(folder.path(), count)?;
    Ok((folder, papers))
}

/// Colours come where the terminal has them, and neither with --color never nor in the words.
fn colours(signers: &Signers) -> Result<(), Failed> {
    let (folder, papers) = at_work(signers, 1)?;
    fs::write(folder.path().join("den/broken.pdf"), "junk")?;
    for (options, wanted) in [("", true), ("--color never", false)] {
        let line = line(folder.path(), "LC_ALL=C.UTF-8", options);
        let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
        terminal.wait(&["1/QĐ-UBND", "unreadable"])?;
        let screen = terminal.coloured()?;
        ensure(has_colours(&screen) == wanted, || format!("{options}: {screen:?}"))?;
        terminal.press(&["Enter"])?;
        terminal.wait(&["page 1 of 1", "QUYẾT ĐỊNH"])?;
        terminal.press(&["C-c"])?;
        is_given_back(&terminal, "0")?;
    }
    ensure(papers.iter().all(|path| path.exists()), || "a paper is gone".into())
}

/// Somebody saves the paper again while the question stands there: it is not signed.
fn changed(signers: &Signers) -> Result<(), Failed> {
    let (folder, papers) = at_work(signers, 2)?;
    let signer = signers.get(KeyKind::P256)?;
    let options = format!("{} --no-store", with_key(signer));
    let line = line(folder.path(), "LC_ALL=C.UTF-8", &options);
    let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
    terminal.wait(&["2 papers", "1/QĐ-UBND", "2/QĐ-UBND"])?;
    terminal.press(&["a", "S"])?;
    terminal.wait(&["Sign these 2 papers?", "SHA-256"])?;
    let later = [fs::read(&papers[0])?.as_slice(), b"% saved meanwhile\n"].concat();
    fs::write(&papers[0], &later)?;
    terminal.press(&["Enter"])?;
    terminal.wait(&["1.pdf was changed", "Enter: back"])?;
    terminal.press(&["Enter"])?;
    terminal.wait(&["1 of 2 signed"])?;
    terminal.press(&["q"])?;
    is_given_back(&terminal, "0")?;
    let signed = folder.path().join("den/signed");
    ensure(!signed.join("1.pdf").exists(), || "what nobody looked at was signed".into())?;
    ensure(fs::read(&papers[0])? == later, || "what was saved is gone".into())?;
    passes(&signed.join("2.pdf"), &[signer], 1).map(drop)
}

/// The paper itself is replaced; whose key it is shows once it was opened. A wrong passphrase and
/// an end of the input sign nothing.
fn in_place(signers: &Signers) -> Result<(), Failed> {
    let (folder, papers) = at_work(signers, 1)?;
    let signer = signers.get(KeyKind::P256)?;
    let p12 = signer.identity.p12("mật khẩu", kyso_testkit::P12Kind::Aes256);
    fs::write(folder.path().join("me.p12"), p12)?;
    let line = line(folder.path(), "LC_ALL=C.UTF-8", "--p12 me.p12 --in-place --no-store");
    let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
    let sign = |passphrases: &[&str]| -> Result<(), Failed> {
        terminal.wait(&["1/QĐ-UBND", "not signed"])?;
        terminal.press(&["s"])?;
        terminal.wait(&["Sign this paper?", "shows when the key is opened", "replaced"])?;
        terminal.press(&["Enter"])?;
        for (index, passphrase) in passphrases.iter().enumerate() {
            let begun = std::time::Instant::now();
            while terminal.screen()?.matches("me.p12:").count() <= index {
                ensure(begun.elapsed().as_secs() < 60, || "nobody asks".into())?;
            }
            std::thread::sleep(std::time::Duration::from_millis(500));
            terminal.type_in(passphrase)?;
            terminal.press(&["Enter"])?;
        }
        Ok(())
    };
    let before = fs::read(&papers[0])?;
    sign(&["wrong", "wrong", "wrong"])?;
    terminal.wait(&["Enter: back"])?;
    ensure(fs::read(&papers[0])? == before, || "it was changed".into())?;
    terminal.press(&["Enter"])?;
    sign(&["mật khẩu"])?;
    terminal.wait(&["1 of 1 signed", "SIGNED"])?;
    terminal.press(&["q"])?;
    is_given_back(&terminal, "0")?;
    ensure(!folder.path().join("den/signed").exists(), || "a folder was made".into())?;
    passes(&papers[0], &[signer], 1).map(drop)
}

/// No name stands for others: neither a pattern, nor a folder that takes the paper's place.
fn only_what_was_shown(signers: &Signers) -> Result<(), Failed> {
    let (folder, papers) = at_work(signers, 2)?;
    let signer = signers.get(KeyKind::P256)?;
    let den = folder.path().join("den");
    fs::rename(&papers[0], den.join("1[x].pdf"))?;
    let line = line(folder.path(), "LC_ALL=C.UTF-8", &format!("{} --no-store", with_key(signer)));
    let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
    terminal.wait(&["2 papers", "1/QĐ-UBND", "2/QĐ-UBND"])?;
    terminal.press(&["a", "S"])?;
    terminal.wait(&["Sign these 2 papers?", "SHA-256"])?;
    fs::copy(den.join("1[x].pdf"), den.join("1x.pdf"))?;
    fs::rename(&papers[1], folder.path().join("2.pdf"))?;
    fs::create_dir(&papers[1])?;
    fs::copy(folder.path().join("2.pdf"), papers[1].join("other.pdf"))?;
    terminal.press(&["Enter"])?;
    terminal.wait(&["2.pdf was changed", "Enter: back"])?;
    // Nothing of what somebody takes for a secret is shown.
    terminal.type_in(PIN)?;
    terminal.press(&["Enter"])?;
    terminal.wait(&["1 of 2 signed"])?;
    terminal.press(&["q"])?;
    let said = is_given_back(&terminal, "0")?;
    ensure(!said.contains(PIN), || said)?;
    let signed = fs::read_dir(den.join("signed"))?.map(|entry| Ok(entry?.file_name()));
    let signed: Vec<_> = signed.collect::<Result<_, std::io::Error>>()?;
    ensure(signed == ["1[x].pdf"], || format!("{signed:?}"))?;
    passes(&den.join("signed/1[x].pdf"), &[signer], 1).map(drop)
}

fn a_pipe(signers: &Signers) -> Result<(), Failed> {
    let (folder, papers) = at_work(signers, 1)?;
    let signer = signers.get(KeyKind::P256)?;
    let line = line(folder.path(), "LC_ALL=C.UTF-8", &format!("{} --no-store", with_key(signer)));
    let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
    terminal.wait(&["1/QĐ-UBND"])?;
    fs::remove_file(&papers[0])?;
    succeed(std::process::Command::new("mkfifo").arg(&papers[0]))?;
    terminal.press(&["s"])?;
    terminal.wait(&["1.pdf was changed", "unreadable"])?;
    terminal.press(&["q"])?;
    is_given_back(&terminal, "0").map(drop)
}

/// The enter key that was pressed before the question stood there is no answer to it.
fn typed_ahead(signers: &Signers) -> Result<(), Failed> {
    let (folder, _) = at_work(signers, 1)?;
    let signer = signers.get(KeyKind::P256)?;
    let line = line(folder.path(), "LC_ALL=C.UTF-8", &format!("{} --no-store", with_key(signer)));
    let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
    terminal.wait(&["1/QĐ-UBND", "not signed"])?;
    terminal.press(&["s", "Enter", "Enter"])?;
    terminal.wait(&["Sign this paper?", "SHA-256"])?;
    std::thread::sleep(std::time::Duration::from_millis(500));
    terminal.wait(&["Sign this paper?"])?;
    ensure(!folder.path().join("den/signed").exists(), || "signed by keys typed ahead".into())?;
    terminal.press(&["Enter"])?;
    terminal.wait(&["1 of 1 signed"])?;
    terminal.press(&["q"])?;
    is_given_back(&terminal, "0").map(drop)
}

/// The window is closed: the program ends, and signs nothing.
fn terminal_gone(signers: &Signers) -> Result<(), Failed> {
    let (folder, _) = at_work(signers, 1)?;
    let signer = signers.get(KeyKind::P256)?;
    let line = line(folder.path(), "LC_ALL=C.UTF-8", &format!("{} --no-store", with_key(signer)));
    let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
    terminal.wait(&["1/QĐ-UBND"])?;
    terminal.press(&["s"])?;
    terminal.wait(&["Sign this paper?"])?;
    let pid = fs::read_to_string(folder.path().join("pid"))?;
    drop(terminal);
    let begun = std::time::Instant::now();
    // What has ended and was not waited for has no call to show.
    while process::seen(pid.trim().parse()?, "cmdline").is_ok_and(|call| !call.is_empty()) {
        ensure(begun.elapsed().as_secs() < 10, || "it goes on without a terminal".into())?;
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    ensure(!folder.path().join("den/signed").exists(), || "something was signed".into())
}

fn small_window(signers: &Signers) -> Result<(), Failed> {
    let (folder, _) = at_work(signers, 1)?;
    let line = line(folder.path(), "LC_ALL=C.UTF-8", "");
    let terminal = Terminal::open(folder.path(), (30, 8), &line)?;
    terminal.wait(&["too small"])?;
    terminal.resize(80, 24)?;
    terminal.wait(&["1/QĐ-UBND", "QUYẾT ĐỊNH"])?;
    terminal.press(&["s"])?;
    terminal.wait(&["No key was named"])?;
    terminal.press(&["q"])?;
    is_given_back(&terminal, "0").map(drop)
}

fn ends(signers: &Signers, signal: &str) -> Result<(), Failed> {
    let (folder, _) = at_work(signers, 1)?;
    let line = line(folder.path(), "LC_ALL=C.UTF-8", "");
    let terminal = Terminal::open(folder.path(), (80, 24), &line)?;
    terminal.wait(&["1/QĐ-UBND"])?;
    let pid = fs::read_to_string(folder.path().join("pid"))?;
    process::signal(pid.trim().parse()?, signal)?;
    is_given_back(&terminal, "0").map(drop)
}

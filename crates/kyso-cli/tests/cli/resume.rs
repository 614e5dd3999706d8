//! Batches that were cut off: what is left is signed, nothing twice.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use crate::office::{Office, Said, said};

/// Papers in `inbox`, enough that a moment in the middle is easily met.
fn inbox(papers: usize) -> Office {
    let office = Office::new();
    fs::create_dir(office.path("inbox")).unwrap();
    for i in 0..papers {
        fs::copy(office.path("in.pdf"), office.path("inbox").join(format!("{i:04}.pdf"))).unwrap();
    }
    office
}

fn signing(office: &Office, arguments: &[&str]) -> Command {
    let mut command = office.signing(arguments);
    command.env("KYSO_STATE", office.path("state"));
    command
}

fn sign(office: &Office, arguments: &[&str]) -> Said {
    said(signing(office, arguments).output().unwrap())
}

/// How many of the papers in a folder carry a signature; none carries two.
fn signed(office: &Office, folder: &str) -> usize {
    let names = office.names(folder);
    let count = |name: &String| {
        let text = office.read(&format!("{folder}/{name}"));
        text.windows(10).filter(|window| *window == b"/ByteRange").count()
    };
    let counts: Vec<usize> = names.iter().map(count).collect();
    assert!(counts.iter().all(|count| *count <= 1), "{counts:?}");
    counts.iter().sum()
}

/// Kills a call once it has signed a part; how many then stand there.
fn killed_in_the_middle(office: &Office, arguments: &[&str], folder: &str, papers: usize) -> usize {
    let quiet =
        |mut command: Command| command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut child = quiet(signing(office, arguments));
    let end = Instant::now() + Duration::from_secs(60);
    while Instant::now() < end {
        let done = if office.has(folder) { signed(office, folder) } else { 0 };
        if done > 0 {
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let done = signed(office, folder);
    assert!(done > 0 && done < papers, "{done}");
    done
}

#[test]
fn a_killed_batch_in_place_goes_on_and_signs_nothing_twice() {
    let papers = 600;
    let office = inbox(papers);
    let call = ["inbox", "--in-place", "--jobs", "1"];
    let done = killed_in_the_middle(&office, &call, "inbox", papers);
    let again = sign(&office, &call);
    again.complains(2, &["--resume", &done.to_string()]);
    assert_eq!(signed(&office, "inbox"), done);
    let said = sign(&office, &["inbox", "--in-place", "--resume"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains(&format!("{done} of {papers}")), "{}", said.err);
    assert_eq!(said.out.lines().count(), papers - done);
    assert_eq!(signed(&office, "inbox"), papers);
    let verdict = office.kyso(&["verify", "inbox", "--trust", "root.pem", "-q"]);
    assert_eq!(verdict.status, 0);
    assert_eq!(verdict.out.lines().count(), papers);
    // Whoever did not see the end asks again.
    let again = sign(&office, &["inbox", "--in-place", "--resume"]);
    assert_eq!((again.status, again.out.as_str()), (0, ""), "{again:?}");
    assert_eq!(signed(&office, "inbox"), papers);
}

#[test]
fn a_killed_batch_into_a_folder_goes_on() {
    let papers = 600;
    let office = inbox(papers);
    let call = ["inbox", "--out-dir", "signed", "--jobs", "1"];
    let done = killed_in_the_middle(&office, &call, "signed", papers);
    let said = sign(&office, &[&call[..], &["--resume", "--json"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let lines = said.json();
    assert_eq!(lines.len(), papers);
    let before = lines.iter().filter(|line| line["signed_before"] == true).count();
    assert_eq!(before, done);
    assert_eq!(signed(&office, "signed"), papers);
}

#[test]
fn what_failed_is_signed_by_the_next_call_and_the_rest_is_not_signed_again() {
    let office = inbox(3);
    office.put("inbox/0001.pdf", "text");
    let said = sign(&office, &["inbox", "--in-place"]);
    assert_eq!(said.status, 5, "{said:?}");
    assert!(said.err.contains("2 signed, 1 failed"), "{said:?}");
    fs::copy(office.path("in.pdf"), office.path("inbox/0001.pdf")).unwrap();
    sign(&office, &["inbox", "--in-place"]).complains(2, &["--resume", "2 of these 3"]);
    // What somebody added since does not make the paper another one.
    let more = office.sign(&["inbox/0002.pdf", "--in-place", "--new-field=Văn thư"]);
    assert_eq!(more.status, 0, "{more:?}");
    let said = sign(&office, &["inbox", "--in-place", "--resume"]);
    assert_eq!((said.status, said.out.lines().count()), (0, 1), "{said:?}");
    // All is done: the next call is another one, and signs.
    let said = sign(&office, &["inbox", "--in-place", "--new-field=Lần hai"]);
    assert_eq!((said.status, said.out.lines().count()), (0, 3), "{said:?}");
}

#[test]
fn a_restart_signs_all_once_more() {
    let office = inbox(2);
    office.put("inbox/none.pdf", "text");
    assert_eq!(sign(&office, &["inbox", "--in-place"]).status, 5);
    let said = sign(&office, &["inbox", "--in-place", "--restart"]);
    assert_eq!(said.out.lines().count(), 2, "{said:?}");
}

#[test]
fn nothing_is_begun_after_a_failure_where_the_call_says_so() {
    let office = inbox(40);
    office.put("inbox/0000.pdf", "text");
    let said = sign(&office, &["inbox", "--out-dir", "out", "--fail-fast", "--jobs", "1"]);
    assert_eq!(said.status, 5, "{said:?}");
    assert_eq!(said.out, "");
    assert!(said.err.contains("39"), "{said:?}");
}

#[test]
fn results_come_in_the_order_of_the_call() {
    let office = inbox(120);
    let said = sign(&office, &["inbox", "--out-dir", "out", "--json", "--jobs", "7"]);
    assert_eq!(said.status, 0, "{said:?}");
    let files: Vec<String> =
        said.json().iter().map(|line| line["file"].as_str().unwrap().to_owned()).collect();
    let expected: Vec<String> = (0..120).map(|i| format!("inbox/{i:04}.pdf")).collect();
    assert_eq!(files, expected);
    assert_eq!(signed(&office, "out"), 120);
}

/// The first Ctrl-C ends it after the papers in work.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_clean_state() {
    let papers = 600;
    let office = inbox(papers);
    let mut command = signing(&office, &["inbox", "--in-place", "--jobs", "1"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
    let pid = child.id().to_string();
    // The shell has it built in.
    let interrupt = format!("kill -INT {pid}");
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    let said = said(child.wait_with_output().unwrap());
    assert_eq!(said.status, 5, "{}", said.err);
    assert!(said.err.contains("--resume"), "{}", said.err);
    let done = signed(&office, "inbox");
    assert_eq!(said.out.lines().count(), done);
    assert!(done < papers);
    let all = sign(&office, &["inbox", "--in-place", "--resume"]);
    assert_eq!(all.status, 0, "{all:?}");
    assert_eq!(signed(&office, "inbox"), papers);
}

#[test]
fn another_key_goes_on_with_nothing_of_this_one() {
    let office = inbox(3);
    office.put("inbox/none.pdf", "text");
    assert_eq!(sign(&office, &["inbox", "--in-place"]).status, 5);
    let other = Office::new();
    office.put("cert.pem", other.read("cert.pem"));
    office.put("key.pem", other.read("key.pem"));
    office.put("chain.pem", other.read("chain.pem"));
    sign(&office, &["inbox", "--in-place", "--resume"]).complains(2, &["--resume"]);
}

#[test]
fn to_resume_what_nobody_began_is_refused_in_place() {
    let office = inbox(2);
    sign(&office, &["inbox", "--in-place", "--resume"]).complains(2, &["--resume"]);
    assert_eq!(signed(&office, "inbox"), 0);
    assert_eq!(sign(&office, &["inbox", "--out-dir", "out", "--resume"]).status, 0);
}

#[test]
fn a_line_that_a_crash_cut_off_costs_no_other() {
    let office = inbox(3);
    office.put("inbox/none.pdf", "text");
    assert_eq!(sign(&office, &["inbox", "--in-place", "--jobs", "1"]).status, 5);
    let journal = format!("state/batch/{}", office.names("state/batch")[0]);
    let lines = String::from_utf8(office.read(&journal)).unwrap();
    // That the results got their names is not known either.
    let lines = lines.split_inclusive('\n').filter(|line| line.contains("\"document\""));
    let lines: String = lines.collect();
    office.put(&journal, &lines[..lines.len() - 20]);
    office.put("inbox/0002.pdf", office.read("in.pdf"));
    for _ in 0..2 {
        assert_eq!(sign(&office, &["inbox", "--in-place", "--resume"]).status, 5);
        assert_eq!(signed(&office, "inbox"), 3);
    }
}

#[test]
fn a_document_that_changed_since_is_not_passed_over() {
    let office = inbox(2);
    office.put("inbox/none.pdf", "text");
    assert_eq!(sign(&office, &["inbox", "--out-dir", "out"]).status, 5);
    let mut other = office.read("in.pdf");
    other.extend_from_slice(b"% another\n");
    office.put("inbox/0001.pdf", other);
    let said = sign(&office, &["inbox", "--out-dir", "out", "--resume"]);
    assert!(said.status == 5 && said.err.contains("1 of 3"), "{said:?}");
    assert!(said.err.contains("out/0001.pdf"), "{said:?}");
    // In place: what was signed has been changed by somebody.
    assert_eq!(sign(&office, &["inbox", "--in-place"]).status, 5);
    let at = office.read("inbox/0000.pdf").windows(5).position(|five| five == b"/Type").unwrap();
    let mut forged = office.read("inbox/0000.pdf");
    forged[at + 1] = b't';
    office.put("inbox/0000.pdf", forged.clone());
    let said = sign(&office, &["inbox", "--in-place", "--resume"]);
    assert!(said.status == 5 && said.err.contains("inbox/0000.pdf"), "{said:?}");
    assert_eq!(office.read("inbox/0000.pdf"), forged);
}

/// Two calls of one kind for one folder have one journal: each ends its own documents alone.
#[test]
fn another_batch_in_the_folder_does_not_end_one_that_was_cut_off() {
    let office = inbox(6);
    office.put("inbox/0001.pdf", "text");
    let cut_off = ["inbox/000[0-2].*", "--in-place"];
    assert_eq!(sign(&office, &cut_off).status, 5);
    let other = ["inbox/0004.pdf", "inbox/0005.pdf", "--in-place"];
    assert_eq!(sign(&office, &other).status, 0);
    // Nor does one that is signed alone.
    assert_eq!(sign(&office, &["inbox/0003.pdf", "--in-place"]).status, 0);
    fs::copy(office.path("in.pdf"), office.path("inbox/0001.pdf")).unwrap();
    sign(&office, &cut_off).complains(2, &["--resume", "2 of these 3"]);
    sign(&office, &["inbox/0002.pdf", "--in-place"]).complains(2, &["--resume", "1 of these 1"]);
    assert_eq!(signed(&office, "inbox"), 5);
    // To begin anew with the others takes nothing from it.
    let again = ["inbox/0004.pdf", "inbox/0005.pdf", "--in-place", "--restart"];
    assert_eq!(sign(&office, &again).status, 0);
    sign(&office, &cut_off).complains(2, &["--resume", "2 of these 3"]);
    let said = sign(&office, &[&cut_off[..], &["--resume"]].concat());
    assert_eq!((said.status, said.out.lines().count()), (0, 1), "{said:?}");
}

#[test]
fn a_document_of_a_call_that_ended_is_not_taken_for_signed_by_the_next_one() {
    let office = inbox(4);
    office.put("inbox/0003.pdf", "text");
    assert_eq!(sign(&office, &["inbox/000[23].*", "--in-place"]).status, 5);
    let two = ["inbox/0000.pdf", "inbox/0001.pdf", "--in-place"];
    assert_eq!(sign(&office, &two).status, 0);
    // A second signature on one; the other could not be read then.
    let first = office.read("inbox/0001.pdf");
    office.put("inbox/0001.pdf", "text");
    let said = sign(&office, &two);
    assert_eq!((said.status, said.out.lines().count()), (5, 1), "{said:?}");
    office.put("inbox/0001.pdf", first);
    let said = sign(&office, &[&two[..], &["--resume"]].concat());
    assert_eq!((said.status, said.out.lines().count()), (0, 1), "{said:?}");
    assert!(said.out.contains("inbox/0001.pdf"), "{said:?}");
}

#[test]
fn what_is_found_signed_to_the_end_is_at_its_end() {
    let office = inbox(2);
    office.put("inbox/none.pdf", "text");
    assert_eq!(sign(&office, &["inbox", "--in-place"]).status, 5);
    fs::remove_file(office.path("inbox/none.pdf")).unwrap();
    let said = sign(&office, &["inbox", "--in-place", "--resume"]);
    assert!(said.status == 0 && said.err.contains("nothing is left"), "{said:?}");
    let said = sign(&office, &["inbox", "--in-place"]);
    assert_eq!((said.status, said.out.lines().count()), (0, 2), "{said:?}");
}

#[test]
fn a_result_that_is_gone_is_said_and_not_signed_again() {
    let office = inbox(3);
    office.put("inbox/none.pdf", "text");
    let call = ["inbox", "--out-dir", "out"];
    assert_eq!(sign(&office, &call).status, 5);
    fs::rename(office.path("out/0001.pdf"), office.path("sent.pdf")).unwrap();
    fs::copy(office.path("in.pdf"), office.path("inbox/none.pdf")).unwrap();
    let said = sign(&office, &[&call[..], &["--resume"]].concat());
    assert!(said.status == 5 && said.err.contains("inbox/0001.pdf was signed"), "{said:?}");
    assert_eq!(office.names("out"), ["0000.pdf", "0002.pdf", "none.pdf"]);
    fs::rename(office.path("sent.pdf"), office.path("out/0001.pdf")).unwrap();
    let said = sign(&office, &[&call[..], &["--resume"]].concat());
    assert_eq!((said.status, said.out.as_str()), (0, ""), "{said:?}");
}

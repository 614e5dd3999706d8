//! Signature fields that others made, certifications and locks: kyso signs, pdfsig and pyHanko
//! judge, and what is forbidden is refused before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{Office, PdfKind, pdf};
use libtest_mimic::Failed;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::kyso::{kyso, passes, passes_with, sign, verify};
use crate::signer::{Files, Signers};
use crate::tools::{Said, ensure, run, script, succeed};
use crate::world::Maker;
use crate::{Case, judges};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    [existing(), seeds(), certificate_seeds(), certified(), locked()].concat()
}

/// The files of one case.
struct Bench<'s> {
    signer: &'s Files,
    folder: TempDir,
}

impl<'s> Bench<'s> {
    fn new(signers: &'s Signers) -> Result<Self, Failed> {
        Ok(Self { signer: signers.get(KeyKind::Rsa2048)?, folder: signers.folder()? })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A PDF with these fields, made by pyHanko.
    fn with_fields(&self, fields: &Value) -> Result<PathBuf, Failed> {
        let (plain, made) = (self.path("plain.pdf"), self.path("fields.pdf"));
        fs::write(&plain, pdf(PdfKind::Classic))?;
        let mut command = script("fields.py");
        command.arg("add").arg(&plain).arg(&made).arg(fields.to_string());
        succeed(command.arg("--dir").arg(self.signer.folder()))?;
        Ok(made)
    }

    /// The office document: a text field `so`, empty signature fields `lanh_dao` and `con_dau`.
    fn office(&self) -> Result<PathBuf, Failed> {
        let path = self.path("office.pdf");
        fs::write(&path, Office::default().build())?;
        Ok(path)
    }

    fn sign(&self, input: &Path, name: &str, options: &[&str]) -> Result<PathBuf, Failed> {
        let output = self.path(name);
        sign(self.signer, input, &output, options)?;
        Ok(output)
    }

    /// Passes here, at pdfsig and at pyHanko.
    fn judged(&self, file: &Path, count: usize) -> Result<Value, Failed> {
        judges::pdfsig(file, self.signer, count)?;
        judges::pyhanko(file, self.signer, count)?;
        passes(file, &[self.signer], count)
    }

    /// Signing ends with status 5, this code and a text with these words, and writes nothing.
    fn refused(
        &self,
        input: &Path,
        options: &[&str],
        code: &str,
        words: &[&str],
    ) -> Result<(), Failed> {
        let output = self.path("refused.pdf");
        let mut command = kyso();
        command.arg("sign").arg(input).arg("--key").arg(self.signer.file("key.pem"));
        command.arg("--cert").arg(self.signer.file("cert.pem"));
        command.arg("--chain").arg(self.signer.file("chain.pem"));
        let said = run(command.arg("-o").arg(&output).arg("--json").args(options))?;
        let told: Value = serde_json::from_str(&said.stdout).unwrap_or(Value::Null);
        let text = told["error"]["message"].as_str().unwrap_or_default();
        ensure(
            said.status == Some(5)
                && told["error"]["code"] == code
                && words.iter().all(|word| text.contains(word))
                && !output.exists(),
            || format!("{code}, {words:?}: {}", said.whole()),
        )
    }
}

fn case(name: &str, run: fn(&Bench<'_>) -> Result<(), Failed>) -> Case {
    Case::new(format!("fields::{name}"), move |signers| run(&Bench::new(signers)?))
}

/// A field named `name`, seen on page 2.
fn field(name: &str) -> Value {
    json!({ "name": name, "page": 1, "box": [300, 100, 500, 150] })
}

/// The same with more entries.
fn field_with(name: &str, more: &Value) -> Value {
    let mut field = field(name);
    for (key, value) in more.as_object().into_iter().flatten() {
        field[key] = value.clone();
    }
    field
}

fn listed(file: &Path) -> Result<Value, Failed> {
    let said: Said = succeed(kyso().arg("fields").arg(file).arg("--json"))?;
    Ok(serde_json::from_str::<Value>(&said.stdout)?["fields"].clone())
}

/// Fields that pyHanko made, signed and judged; they keep their place.
fn existing() -> Vec<Case> {
    let named = [("plain", "Director", false), ("nested", "Form.Part.Sig", false)];
    let named = named.into_iter().chain([("apart", "Director", true)]);
    let mut cases: Vec<Case> = named
        .flat_map(|(kind, name, apart)| [(kind, name, apart, true), (kind, name, apart, false)])
        .map(|(kind, name, apart, said)| {
            let how = if said { "named" } else { "the_only_one" };
            Case::new(format!("fields::pyhanko::{kind}::{how}"), move |signers| {
                let bench = Bench::new(signers)?;
                let made = field_with(name, &json!({ "apart": apart }));
                let input = bench.with_fields(&json!([made]))?;
                let before = listed(&input)?;
                let options: &[&str] = if said { &["--field", name] } else { &[] };
                let output = bench.sign(&input, "out.pdf", options)?;
                let report = bench.judged(&output, 1)?;
                let after = listed(&output)?;
                ensure(
                    report["signatures"][0]["id"] == name
                        && before[0]["signed"].is_null()
                        && !after[0]["signed"].is_null()
                        && before[0]["rect"] == json!([300.0, 100.0, 500.0, 150.0])
                        && after[0]["rect"] == before[0]["rect"]
                        && after[0]["page"] == 2
                        && before[0]["page"] == 2,
                    || format!("{before:#}\n{after:#}\n{report:#}"),
                )
            })
        })
        .collect();
    cases.push(case("pyhanko::several", |bench| {
        let input = bench.with_fields(&json!([field("A"), field("B")]))?;
        bench.refused(&input, &[], "several-empty-fields", &["A", "B"])?;
        bench.refused(&input, &["--field", "C"], "no-such-empty-field", &["C", "A", "B"])?;
        let once = bench.sign(&input, "once.pdf", &["--field", "B"])?;
        bench.refused(&once, &["--field", "B"], "field-signed", &["B"])?;
        let twice = bench.sign(&once, "twice.pdf", &[])?;
        let thrice = bench.sign(&twice, "thrice.pdf", &["--new-field=C"])?;
        let report = bench.judged(&thrice, 3)?;
        let ids: Vec<&Value> = (0..3).map(|n| &report["signatures"][n]["id"]).collect();
        ensure(ids == ["B", "A", "C"], || format!("{ids:?}"))
    }));
    cases.push(case("added::signed_by_pyhanko", |bench| {
        let (plain, ready) = (bench.path("plain.pdf"), bench.path("ready.pdf"));
        fs::write(&plain, pdf(PdfKind::XrefStream))?;
        let mut command = kyso();
        command.arg("fields").arg(&plain).args(["add", "--name", "Director", "--page", "2"]);
        command.args(["--rect", "300,100,200,50", "--lock", "all", "-o"]);
        succeed(command.arg(&ready))?;
        succeed(Command::new("qpdf").arg("--check").arg(&ready))?;
        let signed = bench.path("signed.pdf");
        let mut command = script("sign.py");
        command.arg(&ready).arg(&signed).arg("--dir").arg(bench.signer.folder());
        succeed(command.args(["--field", "Director"]))?;
        let report = bench.judged(&signed, 1)?;
        let locks = &report["signatures"][0]["locks"];
        ensure(locks[0]["action"] == "all", || format!("{report:#}"))?;
        bench.refused(&signed, &[], "field-locked", &["Director"])
    }));
    cases
}

/// Entry, seed values, options that meet them, the entry of the report and what it then says,
/// options that do not meet them.
type Row =
    (&'static str, Value, &'static [&'static str], (&'static str, Value), &'static [&'static str]);

fn rows() -> [Row; 8] {
    [
        (
            "Reasons",
            json!({ "reasons": ["Approved", "Seen"] }),
            &["--reason", "Seen"],
            ("reason", json!("Seen")),
            &["--reason", "Other"],
        ),
        (
            "Reasons",
            json!({ "reasons": ["Approved"] }),
            &[],
            ("reason", json!("Approved")),
            &["--reason", "Other"],
        ),
        (
            "Reasons",
            json!({ "reasons": ["."] }),
            &[],
            ("reason", Value::Null),
            &["--reason", "Other"],
        ),
        (
            "DigestMethod",
            json!({ "digests": ["SHA512", "SHA384"] }),
            &[],
            ("digest_algorithm", json!("sha384")),
            &["--digest", "sha256"],
        ),
        (
            "SubFilter",
            json!({ "subfilters": ["adbe.pkcs7.detached"] }),
            &[],
            ("level", json!("PKCS7")),
            &["--subfilter", "cades"],
        ),
        ("MDP", json!({ "mdp": 2 }), &[], ("permits", json!("forms")), &["--certify", "none"]),
        ("MDP", json!({ "mdp": 0 }), &[], ("kind", json!("signature")), &["--certify", "forms"]),
        (
            "LockDocument",
            json!({ "lock_document": "true" }),
            &[],
            ("permits", json!("none")),
            &["--lock-changes", "forms"],
        ),
    ]
}

/// What a field asks for: done where it can be, refused where not.
fn seeds() -> Vec<Case> {
    let mut cases: Vec<Case> = rows()
        .into_iter()
        .enumerate()
        .map(|(number, (entry, seed, met, (key, value), unmet))| {
            Case::new(format!("fields::seed::{entry}::{number}"), move |signers| {
                let bench = Bench::new(signers)?;
                let made = field_with("Asked", &json!({ "seed": seed }));
                let input = bench.with_fields(&json!([made]))?;
                let output = bench.sign(&input, "out.pdf", met)?;
                let report = bench.judged(&output, 1)?;
                ensure(report["signatures"][0][key] == value, || format!("{report:#}"))?;
                bench.refused(&input, unmet, "seed-value", &["Asked", entry])
            })
        })
        .collect();
    cases.push(case("seed::optional_is_no_must", |bench| {
        let seed = json!({ "optional": true, "reasons": ["A", "B"], "digests": ["sha512"] });
        let input = bench.with_fields(&json!([field_with("Asked", &json!({ "seed": seed }))]))?;
        let options = ["--reason", "C", "--digest", "sha256"];
        let output = bench.sign(&input, "out.pdf", &options)?;
        let report = bench.judged(&output, 1)?;
        ensure(report["signatures"][0]["reason"] == "C", || format!("{report:#}"))
    }));
    cases.push(case("seed::TimeStamp", |bench| {
        let url = "http://tsa.example/";
        let made = field_with("Asked", &json!({ "seed": { "timestamp": url } }));
        let input = bench.with_fields(&json!([made]))?;
        bench.refused(&input, &[], "seed-value", &["TimeStamp", url])
    }));
    cases.push(case("seed::Filter", |bench| {
        let asking = |filter: &str| {
            bench.with_fields(&json!([field_with("Asked", &json!({ "filter": filter }))]))
        };
        let output = bench.sign(&asking("Adobe.PPKLite")?, "out.pdf", &[])?;
        bench.judged(&output, 1)?;
        bench.refused(&asking("Entrust.PPKEF")?, &[], "seed-value", &["Filter", "Entrust.PPKEF"])
    }));
    cases.push(Case::new("fields::seed::TimeStamp::met", |signers| {
        let world = signers.world(Maker::TestkitP256)?;
        let bench = Bench { signer: world, folder: signers.folder()? };
        let seed = json!({ "seed": { "timestamp": world.tsa() } });
        let input = bench.with_fields(&json!([field_with("Asked", &seed)]))?;
        let output = bench.sign(&input, "out.pdf", &["--level", "t", "--tsa", world.tsa()])?;
        let report = passes(&output, &[world], 1)?;
        ensure(report["signatures"][0]["level"] == "B-T", || format!("{report:#}"))?;
        judges::pdfsig_with_stamps(&output, world, 1, 0)?;
        judges::pyhanko_ades(&output, world, "t", 1)
    }));
    cases
}

/// What a field asks of the signer's certificate.
fn certificate_seeds() -> Vec<Case> {
    let certificates = [
        ("Subject", json!({ "subject": "cert.pem" }), json!({ "subject": "root.pem" })),
        ("Issuer", json!({ "issuer": "root.pem" }), json!({ "issuer": "cert.pem" })),
        ("SubjectDN", json!(null), json!({ "dn": { "common_name": "Nobody" } })),
        ("KeyUsage", json!({ "usage": "1" }), json!({ "usage": "0" })),
    ];
    certificates
        .map(|(entry, met, unmet)| {
            Case::new(format!("fields::seed::Cert::{entry}"), move |signers| {
                let bench = Bench::new(signers)?;
                let asking = |cert: &Value| {
                    bench.with_fields(&json!([field_with(
                        "Asked",
                        &json!({ "seed": { "cert": cert } })
                    )]))
                };
                if !met.is_null() {
                    let output = bench.sign(&asking(&met)?, "out.pdf", &[])?;
                    passes(&output, &[bench.signer], 1)?;
                    judges::pdfsig(&output, bench.signer, 1)?;
                }
                let entry = format!("Cert/{entry}");
                bench.refused(&asking(&unmet)?, &[], "seed-value", &["Asked", &entry])
            })
        })
        .to_vec()
}

/// Certifications by kyso and pyHanko, and what follows them.
fn certified() -> Vec<Case> {
    let mut cases: Vec<Case> = ["none", "forms", "annotations"]
        .map(|changes| {
            Case::new(format!("fields::certified::{changes}"), move |signers| {
                let bench = Bench::new(signers)?;
                let input = bench.office()?;
                let options = ["--certify", changes, "--field", "lanh_dao"];
                let once = bench.sign(&input, "once.pdf", &options)?;
                let report = bench.judged(&once, 1)?;
                let signature = &report["signatures"][0];
                ensure(
                    signature["kind"] == "certification" && signature["permits"] == changes,
                    || format!("{report:#}"),
                )?;
                if changes == "none" {
                    return bench.refused(&once, &[], "certification-forbids", &["lanh_dao"]);
                }
                let options = ["--certify", "forms", "--field", "con_dau"];
                bench.refused(&once, &options, "not-first", &["lanh_dao"])?;
                let filled = bench.path("filled.pdf");
                let mut command = script("fields.py");
                command.arg("fill").arg(&once).arg(&filled);
                succeed(command.args(["ngay", "23"]))?;
                let twice = bench.sign(&filled, "twice.pdf", &["--field", "con_dau"])?;
                let new = bench.sign(&twice, "new.pdf", &["--new-field"])?;
                judges::pdfsig(&new, bench.signer, 3)?;
                judges::pyhanko(&new, bench.signer, 3)
            })
        })
        .to_vec();
    cases.push(case("certified::then_signed_here", |bench| {
        let once = bench.sign(
            &bench.office()?,
            "once.pdf",
            &["--certify", "forms", "--field", "lanh_dao"],
        )?;
        let twice = bench.sign(&once, "twice.pdf", &["--field", "con_dau"])?;
        let thrice = bench.sign(&twice, "thrice.pdf", &["--new-field"])?;
        let report = bench.judged(&thrice, 3)?;
        ensure(report["signatures"][0]["modification"] == "form-filling", || format!("{report:#}"))
    }));
    cases.push(Case::new("fields::certified::archived", |signers| {
        // Nothing may follow but what keeps the proof.
        let world = signers.world(Maker::TestkitP256)?;
        let folder = signers.folder()?;
        let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
        fs::write(&input, pdf(PdfKind::Classic))?;
        let level = ["--level", "lta", "--tsa", world.tsa()];
        let options = [&level[..], &["--certify", "none", "--lock", "all"]].concat();
        sign(world, &input, &output, &options)?;
        passes_with(&output, &[world], 2, &["--offline"])?;
        judges::pyhanko_ades(&output, world, "lta", 1)?;
        let renewed = folder.path().join("renewed.pdf");
        let mut command = kyso();
        command.arg("extend").arg(&output).args(level).arg("-o").arg(&renewed);
        succeed(&mut command)?;
        passes_with(&renewed, &[world], 3, &["--offline"])?;
        Ok(())
    }));
    for (p, refused) in [("1", true), ("2", false), ("3", false)] {
        cases.push(Case::new(format!("fields::certified_by_pyhanko::{p}"), move |signers| {
            let bench = Bench::new(signers)?;
            let (input, once) = (bench.office()?, bench.path("once.pdf"));
            let mut command = script("fields.py");
            command.arg("certify").arg(&input).arg(&once).arg(p).args(["--field", "lanh_dao"]);
            succeed(command.arg("--dir").arg(bench.signer.folder()))?;
            if refused {
                return bench.refused(&once, &[], "certification-forbids", &["lanh_dao"]);
            }
            let twice = bench.sign(&once, "twice.pdf", &["--field", "con_dau"])?;
            bench.judged(&twice, 2).map(|_| ())
        }));
    }
    cases
}

/// Locks of fields, in the field and asked for.
fn locked() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, lock, free) in [
        ("all", json!({ "action": "All" }), false),
        ("include", json!({ "action": "Include", "fields": ["Other"] }), false),
        ("exclude", json!({ "action": "Exclude", "fields": ["Other"] }), true),
    ] {
        cases.push(Case::new(format!("fields::locked::{name}"), move |signers| {
            let bench = Bench::new(signers)?;
            let first = field_with("First", &json!({ "lock": lock }));
            let input = bench.with_fields(&json!([first, field("Other")]))?;
            let once = bench.sign(&input, "once.pdf", &["--field", "First"])?;
            let report = bench.judged(&once, 1)?;
            let locks = &report["signatures"][0]["locks"];
            ensure(locks[0]["action"] == name, || format!("{report:#}"))?;
            if free {
                let twice = bench.sign(&once, "twice.pdf", &["--field", "Other"])?;
                return bench.judged(&twice, 2).map(|_| ());
            }
            let listed = listed(&once)?;
            ensure(listed[1]["locked_by"] == "First", || format!("{listed:#}"))?;
            bench.refused(&once, &["--field", "Other"], "field-locked", &["Other", "First"])
        }));
    }
    cases.push(case("locked::certified_with_a_locked_field", |bench| {
        // As Adobe's readers certify: P = 2, and a field that is locked. It has no look: pyHanko
        // takes an untouched look of a locked field for a change.
        let input = bench.path("bare.pdf");
        fs::write(&input, Office { looks: false, ..Office::default() }.build())?;
        let options = ["--certify", "forms", "--lock", "include:so", "--field", "lanh_dao"];
        let once = bench.sign(&input, "once.pdf", &options)?;
        let twice = bench.sign(&once, "twice.pdf", &["--field", "con_dau"])?;
        let report = bench.judged(&twice, 2)?;
        ensure(report["signatures"][0]["locks"][0]["fields"][0] == "so", || format!("{report:#}"))?;
        let filled = bench.path("filled.pdf");
        let mut command = script("fields.py");
        command.arg("fill").arg(&twice).arg(&filled);
        succeed(command.args(["so", "7"]))?;
        let (status, report) = verify(&filled, &[bench.signer])?;
        ensure(status == 1, || format!("a locked field was filled\n{report:#}"))
    }));
    cases.push(case("locked::permission_in_the_lock", |bench| {
        let lock = json!({ "lock": { "action": "Include", "fields": [] }, "changes": 1 });
        let input = bench.with_fields(&json!([field("First"), field_with("Last", &lock)]))?;
        let once = bench.sign(&input, "once.pdf", &["--field", "First"])?;
        let twice = bench.sign(&once, "twice.pdf", &["--field", "Last"])?;
        bench.judged(&twice, 2)?;
        bench.refused(&twice, &[], "certification-forbids", &["Last"])
    }));
    cases.push(case("locked::unknown_name", |bench| {
        let input = bench.office()?;
        let options = ["--lock", "include:sso", "--field", "lanh_dao"];
        bench.refused(&input, &options, "no-such-field", &["sso"])
    }));
    cases
}

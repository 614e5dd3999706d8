//! The functions of the header, and the calls of each that must fail.

/// A function as the header declares it.
#[derive(Debug)]
pub(crate) struct Declaration {
    name: String,
    returns: String,
    parameters: Vec<Parameter>,
}

#[derive(Debug)]
struct Parameter {
    kind: String,
    name: String,
}

/// What may be NULL, by function and parameter; `*` stands for every function.
const NULLABLE: [(&str, &str); 36] = [
    ("*", "error"),
    ("*", "user_data"),
    ("*", "free_user_data"),
    ("*", "cancellation"),
    ("*", "progress"),
    ("kyso_set_log", "callback"),
    ("kyso_credential_from_pem", "passphrase"),
    ("kyso_timestamp", "trust"),
    ("kyso_complete", "signing"),
    ("kyso_batch_add", "output"),
    ("kyso_batch_set_password", "password"),
    ("kyso_document_open_encrypted", "password"),
    ("kyso_document_from_memory_encrypted", "password"),
    ("kyso_signing_set_level", "tsa"),
    ("kyso_signing_set_level", "revocation"),
    ("kyso_extension_new", "revocation"),
    ("kyso_path_validate", "evidence"),
    ("kyso_path_validate", "revocation"),
    ("kyso_store_remove", "reason"),
    ("kyso_store_retire", "reason"),
    ("kyso_trust_add_until", "domain"),
    ("kyso_trust_list_anchors", "kinds"),
    ("kyso_document_add_signature_field", "lock"),
    ("kyso_signing_set_lock", "lock"),
    ("kyso_signing_set_new_field", "field"),
    ("kyso_signing_set_visible_profile", "values"),
    ("kyso_signing_set_visible_profile", "name"),
    ("kyso_signing_set_visible_profile", "picture"),
    ("kyso_credential_from_token", "certificates"),
    ("kyso_signer_check", "trust"),
    ("kyso_signer_check", "evidence"),
    ("kyso_signer_check", "revocation"),
    ("kyso_document_with_content", "name"),
    ("kyso_report_role_breaches", "leader_field"),
    ("kyso_report_role_breaches", "leader_cert_serial"),
    ("kyso_report_role_breaches", "credential"),
];

/// Where no bytes at all mean something.
const EMPTY_IS_FINE: [&str; 3] =
    ["kyso_reply_set", "kyso_document_file_from_memory", "kyso_pack_add_memory"];

impl Declaration {
    /// Every function of a header.
    pub(crate) fn all(header: &str) -> Vec<Self> {
        let code: String = header.lines().filter(|line| !line.starts_with('#')).collect();
        let mut all = Vec::new();
        // Comments go first: they have semicolons of their own.
        let code: String = code
            .split("/*")
            .map(|part| part.split_once("*/").map_or(part, |(_, after)| after))
            .collect();
        for statement in code.split(';').filter(|statement| !statement.contains("typedef")) {
            let Some((head, tail)) = statement.split_once('(') else { continue };
            let (returns, name) = split(head);
            if !name.starts_with("kyso_") {
                continue;
            }
            let inside = tail.trim_end().trim_end_matches(')');
            let parameters = inside.split(',').map(split).filter(|(kind, _)| !kind.is_empty());
            let parameters = parameters.map(|(kind, name)| Parameter { kind, name }).collect();
            all.push(Self { name, returns, parameters });
        }
        all
    }

    fn may_be_null(&self, parameter: &Parameter) -> bool {
        let same = |(function, name): &(&str, &str)| {
            (*function == "*" || *function == self.name) && *name == parameter.name
        };
        // The one function that is about a cancellation.
        NULLABLE.iter().any(same)
            && !(self.name.starts_with("kyso_cancel") && parameter.name == "cancellation")
    }

    /// The calls of it that must fail, in C.
    pub(crate) fn calls(&self) -> String {
        if self.name.ends_with("_free") {
            return format!("    {}(NULL);\n", self.name);
        }
        let mut calls = String::new();
        if self.returns != "uint32_t" || self.parameters.last().is_none_or(|p| p.name != "error") {
            return calls;
        }
        for (index, parameter) in self.parameters.iter().enumerate() {
            let pointer = parameter.kind.contains('*') || parameter.kind.contains("callback");
            if pointer && !self.may_be_null(parameter) {
                calls += &self.call("KYSO_NULL_POINTER", |at, _| (at == index).then_some("NULL"));
            }
            if self.is_length_of_bytes(index) {
                let oversized = |at, _: &Parameter| (at == index).then_some("SIZE_MAX");
                calls += &self.call("KYSO_TOO_LARGE", oversized);
                if !EMPTY_IS_FINE.contains(&self.name.as_str()) {
                    calls += &self.call("", |at, _| (at == index).then_some("0"));
                }
            }
        }
        calls
    }

    /// A length that is given, after the bytes that it is of.
    fn is_length_of_bytes(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.parameters.get(before));
        let is_length = self.parameters[index].kind == "size_t";
        is_length && before.is_some_and(|before| before.kind == "const uint8_t *")
    }

    /// One call, and that nothing was written; any error at all where no code is asked for.
    fn call(
        &self,
        code: &str,
        instead: impl Fn(usize, &Parameter) -> Option<&'static str>,
    ) -> String {
        let (mut outputs, mut checks, mut arguments) = (String::new(), String::new(), Vec::new());
        for (index, parameter) in self.parameters.iter().enumerate() {
            if let Some(given) = instead(index, parameter) {
                arguments.push(given.to_owned());
            } else if let Some(kind) = self.output(parameter) {
                let name = &parameter.name;
                outputs += &format!("        {kind} out_{name};\n        {kind} was_{name};\n");
                outputs += &format!("        memset(&was_{name}, 0x5A, sizeof was_{name});\n");
                outputs +=
                    &format!("        memcpy(&out_{name}, &was_{name}, sizeof out_{name});\n");
                checks += &format!("        CHECK(out_{name} == was_{name});\n");
                arguments.push(format!("&out_{name}"));
            } else {
                arguments.push(self.sound(parameter));
            }
        }
        let call = format!("{}({})", self.name, arguments.join(", "));
        let made = if code.is_empty() {
            let call = call.replace("&error", "&failed");
            format!(
                "        kyso_error *failed = NULL;\n        CHECK({call} != KYSO_OK);\n        \
                 CHECK(kyso_error_code(failed) != KYSO_OK);\n        kyso_error_free(failed);\n"
            )
        } else {
            format!("        FAILS({code}, {call});\n")
        };
        // Declarations stand first in C.
        let (declared, filled): (Vec<&str>, Vec<&str>) =
            outputs.lines().partition(|line| !line.contains('('));
        let (declared, filled) = (declared.join("\n"), filled.join("\n"));
        format!("    {{\n{declared}\n{filled}\n{made}{checks}    }}\n")
    }

    /// What an output parameter points to.
    fn output(&self, parameter: &Parameter) -> Option<String> {
        let target = parameter.kind.strip_suffix('*')?.trim_end();
        let is_handle = target.starts_with("kyso_") && !target.contains('*');
        let is_input = target.starts_with("const ") && !target.contains('*');
        let plain = is_handle || is_input || parameter.name == "error" || target == "void";
        (!plain).then(|| target.to_owned())
    }

    /// An argument that is right by itself.
    fn sound(&self, parameter: &Parameter) -> String {
        let handle = |kind: &str| {
            let bare = kind.trim_start_matches("const ").trim_end_matches([' ', '*']);
            let name = bare.trim_start_matches("kyso_");
            let article = if name.starts_with('e') { "an" } else { "a" };
            format!("{article}_{name}")
        };
        match (parameter.kind.as_str(), parameter.name.as_str()) {
            (_, "error") => "&error".to_owned(),
            ("const char *", "algorithm") => "\"ecdsa-sha256\"".to_owned(),
            ("const char *", "digest") => "\"sha256\"".to_owned(),
            ("const char *", "url") => "\"https://localhost:9/\"".to_owned(),
            ("const char *", "path" | "file" | "input" | "folder") => "path_of_sample".to_owned(),
            ("const char *", _) => "\"x\"".to_owned(),
            ("const uint8_t *", _) => "sample.data".to_owned(),
            ("size_t", "len" | "key_len" | "certificates_len" | "signers_len") => {
                "sample.len".to_owned()
            }
            ("size_t", "threads") => "1".to_owned(),
            ("uint32_t", "level") => "KYSO_LEVEL_LTA".to_owned(),
            ("uint32_t" | "int32_t" | "size_t" | "float", _) => "0".to_owned(),
            ("int64_t", _) => "kyso_now()".to_owned(),
            ("kyso_fetch_callback", _) => "no_answer".to_owned(),
            ("kyso_sign_callback", _) => "inside".to_owned(),
            ("kyso_write_callback", _) => "no_more".to_owned(),
            (kind, _) if kind.contains("callback") || kind == "void *" => "NULL".to_owned(),
            (kind, _) => handle(kind),
        }
    }
}

/// A type and a name.
fn split(text: &str) -> (String, String) {
    let text = text.trim();
    let at = text.rfind([' ', '*']).map_or(0, |at| at + 1);
    let (kind, name) = text.split_at(at);
    let kind = kind.split_whitespace().collect::<Vec<_>>().join(" ");
    (kind, name.to_owned())
}

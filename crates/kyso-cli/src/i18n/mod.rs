//! Texts in the reader's language. `build.rs` makes one function of each text in `locales/`.

mod arg;
mod catalog;
mod lang;
mod local_time;

pub(crate) use arg::{Arg, printable};
pub(crate) use catalog::Catalog;
pub(crate) use lang::Lang;

/// The texts, one function each: `msg::error_not_found(path)`.
pub(crate) mod msg {
    use super::{Arg, Message};

    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

/// One text with the values that go into it, not yet in any language.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    id: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Message {
    fn new(id: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self { id, args }
    }

    /// A text whose name is known only at run time, such as that of a finding. A variable that
    /// `value` does not know is `none`, which the text may ask for. `None`: there is no such text.
    pub(crate) fn named(name: &str, value: impl Fn(&str) -> Option<Arg>) -> Option<Self> {
        let (id, variables) = msg::DYNAMIC.iter().find(|(id, _)| *id == name)?;
        let fill = |v: &&'static str| (*v, value(v).unwrap_or_else(|| "none".into()));
        Some(Self { id, args: variables.iter().map(fill).collect() })
    }

    /// The file or folder that the text is about, as it was given.
    pub(crate) fn file(&self) -> Option<&str> {
        self.args.iter().find_map(|(name, value)| match value {
            Arg::Text(text) if matches!(*name, "file" | "folder") => Some(text.as_str()),
            _ => None,
        })
    }

    /// The name of the text in the `.ftl` files.
    pub(crate) fn id(&self) -> &'static str {
        self.id
    }
}

//! The exit status of the command, as the outer contract numbers it.

use std::process::ExitCode;

/// How a call ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    /// Done; for `verify`: every signature passed.
    Done,
    /// `verify`: at least one signature failed.
    Failed,
    /// The call is wrong.
    Usage,
    /// `verify`: the file carries no signature.
    Unsigned,
    /// `verify`: none failed, at least one is indeterminate.
    Indeterminate,
    /// Something could not be read, written or parsed.
    Io,
    /// The key refused.
    Key,
}

impl Status {
    /// The number that the process ends with.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Unsigned => 3,
            Self::Indeterminate => 4,
            Self::Io => 5,
            Self::Key => 6,
        }
    }

    /// The worse of two files of a batch, in the order 5, 6, 1, 4, 3, 0. A wrong call ends the
    /// batch before it begins, so it stands above all.
    pub(crate) fn worse(self, other: Self) -> Self {
        if self.rank() >= other.rank() { self } else { other }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Unsigned => 1,
            Self::Indeterminate => 2,
            Self::Failed => 3,
            Self::Key => 4,
            Self::Io => 5,
            Self::Usage => 6,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.number())
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn the_worst_of_a_batch_follows_the_contract() {
        let order = [
            Status::Io,
            Status::Key,
            Status::Failed,
            Status::Indeterminate,
            Status::Unsigned,
            Status::Done,
        ];
        assert_eq!(order.map(Status::number), [5, 6, 1, 4, 3, 0]);
        for (i, worse) in order.iter().enumerate() {
            for better in order.iter().skip(i) {
                assert_eq!(worse.worse(*better), *worse);
                assert_eq!(better.worse(*worse), *worse);
            }
        }
    }
}

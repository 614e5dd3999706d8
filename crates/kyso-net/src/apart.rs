//! A try on a thread of its own, for callers who may give up while it runs.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;

use kyso::{Cancellation, ServiceError, UnreachableCause};

use crate::exchange::{self, Means, Question};
use crate::fault::Failure;
use crate::limits::CANCELLATION_PERIOD;

/// As [`exchange::exchange`], until the flag is up. What it borrows is copied for the thread, which
/// ends at the deadline if nobody waits for it any more.
pub(crate) fn exchange(
    means: &Means<'_>,
    question: &Question<'_>,
    flag: &Cancellation,
) -> Result<Vec<u8>, Failure> {
    let cancelled = || ServiceError::Cancelled { service: question.service.to_owned() }.into();
    if flag.is_cancelled() {
        return Err(cancelled());
    }
    let (answer, waiting) = mpsc::channel();
    let try_once = owned(means, question);
    let thread = thread::Builder::new().name("kyso-net".to_owned());
    let spawned = thread.spawn(move || {
        // Nobody listens any more where the caller gave up.
        let _ = answer.send(try_once());
    });
    let lost = |cause| ServiceError::Unreachable { service: question.service.to_owned(), cause };
    if spawned.is_err() {
        return Err(lost(UnreachableCause::Other).into());
    }
    loop {
        match waiting.recv_timeout(CANCELLATION_PERIOD) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Timeout) if flag.is_cancelled() => return Err(cancelled()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(lost(UnreachableCause::Other).into());
            }
        }
    }
}

/// The try with everything that it needs of its own.
fn owned(
    means: &Means<'_>,
    question: &Question<'_>,
) -> impl FnOnce() -> Result<Vec<u8>, Failure> + Send + 'static {
    let (agent, connect_timeout, deadline) =
        (means.agent.clone(), means.connect_timeout, means.deadline);
    let service = question.service.to_owned();
    let target = question.target.clone();
    let body = question.body.map(|(media_type, body)| (media_type, body.to_vec()));
    let (expected, limit, allowed) = (question.expected, question.limit, question.deadline);
    let (login, own_agent) = (question.login.cloned(), question.agent.cloned());
    move || {
        let means = Means { agent: &agent, connect_timeout, deadline };
        let question = Question {
            service: &service,
            target,
            body: body.as_ref().map(|(media_type, body)| (*media_type, body.as_slice())),
            expected,
            limit,
            deadline: allowed,
            login: login.as_ref(),
            agent: own_agent.as_ref(),
        };
        exchange::exchange(&means, &question)
    }
}

//! Several documents of a batch in work at once. Each appears whole, many are synced together, and
//! what is said of them comes in the order of the call.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use super::batch::{Batch, left};
use crate::error::Failure;
use crate::exit::Status;
use crate::held::{self, Held};
use crate::i18n::msg;
use crate::inputs::Input;
use crate::interrupt;
use crate::output::Target;
use crate::progress::Progress;
use crate::ui::Ui;

/// So many results are put under their names at once: each holds a file open until then.
const GROUP: usize = 100;

/// A result waits so long for others at most: whoever looks on sees each paper done.
const PATIENCE: Duration = Duration::from_millis(200);

type Task = Result<(Input, Target), Failure>;

/// A document that a worker is done with.
struct Worked<R> {
    index: usize,
    outcome: Result<R, Failure>,
    held: Held,
}

/// What all workers share.
struct Queue {
    tasks: Vec<Task>,
    next: AtomicUsize,
    stop: AtomicBool,
}

impl Queue {
    /// The next document, unless the batch is to end. Every index handed out is worked on.
    fn take(&self) -> Option<(usize, &Task)> {
        if self.stop.load(Ordering::Relaxed) || interrupt::is_asked() {
            return None;
        }
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        self.tasks.get(index).map(|task| (index, task))
    }

    fn name(&self, index: usize) -> Option<String> {
        let task = self.tasks.get(index)?;
        task.as_ref().ok().map(|(input, _)| input.name())
    }

    fn begun(&self) -> usize {
        self.next.load(Ordering::Relaxed).min(self.tasks.len())
    }
}

impl Batch {
    /// Does `work` for each document in `jobs` threads, and `put` for many of them at once; says
    /// how many were done and the worst status.
    pub(super) fn run_in_parallel<R: Send>(
        self,
        ui: &Ui,
        jobs: usize,
        work: impl Fn(&Input, &Target) -> Result<R, Failure> + Sync,
        put: impl FnMut(Vec<R>) -> Vec<Result<Held, Failure>>,
    ) -> Result<Outcome, Failure> {
        self.passed_over.iter().for_each(|message| ui.note(message));
        let json = self.json;
        let mut targets = self.targets.into_iter();
        let mut pair = |item: Result<Input, Failure>| match item {
            Ok(input) => targets.next().map(|target| Ok((input, target))),
            Err(failure) => Some(Err(failure)),
        };
        let tasks = self.items.into_iter().map_while(&mut pair).collect();
        let queue = Queue { tasks, next: AtomicUsize::new(0), stop: AtomicBool::new(false) };
        let bar = Progress::show(queue.tasks.len(), ui);
        let mut telling = Telling::new(ui, json, &queue);
        thread::scope(|scope| {
            let (to, from) = mpsc::sync_channel(GROUP);
            for _ in 0..jobs.clamp(1, queue.tasks.len().max(1)) {
                let to = to.clone();
                scope.spawn(|| worker(&queue, to, &work));
            }
            drop(to);
            // The receiver goes when telling fails: the workers then end.
            telling.all(from, put).inspect_err(|_| queue.stop.store(true, Ordering::Relaxed))
        })?;
        drop(bar);
        telling.end()
    }
}

fn worker<R>(
    queue: &Queue,
    to: SyncSender<Worked<R>>,
    work: impl Fn(&Input, &Target) -> Result<R, Failure>,
) {
    while let Some((index, task)) = queue.take() {
        let (outcome, held) = held::during(|| match task {
            Ok((input, target)) => work(input, target),
            Err(failure) => Err(failure.clone()),
        });
        if outcome.as_ref().is_err_and(Failure::stops_batch) {
            queue.stop.store(true, Ordering::Relaxed);
        }
        if to.send(Worked { index, outcome, held }).is_err() {
            return;
        }
    }
}

/// How a batch ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) done: usize,
    pub(super) failed: usize,
    /// Not begun.
    pub(super) left: usize,
}

impl Outcome {
    /// Of a batch that has not begun.
    pub(super) fn none() -> Self {
        Self { status: Status::Done, done: 0, failed: 0, left: 0 }
    }
}

/// Puts results under their names and says what is to be said, in the order of the call.
struct Telling<'a> {
    ui: &'a Ui,
    json: bool,
    queue: &'a Queue,
    /// What came before its turn.
    early: BTreeMap<usize, (Held, Result<Held, Failure>)>,
    next: usize,
    outcome: Outcome,
}

impl<'a> Telling<'a> {
    fn new(ui: &'a Ui, json: bool, queue: &'a Queue) -> Self {
        Self { ui, json, queue, early: BTreeMap::new(), next: 0, outcome: Outcome::none() }
    }

    fn all<R>(
        &mut self,
        from: Receiver<Worked<R>>,
        mut put: impl FnMut(Vec<R>) -> Vec<Result<Held, Failure>>,
    ) -> Result<(), Failure> {
        let mut group: Vec<(usize, Held, R)> = Vec::new();
        let mut since = Instant::now();
        loop {
            let wait = match group.is_empty() {
                true => Duration::MAX,
                false => PATIENCE.saturating_sub(since.elapsed()),
            };
            let ended = match from.recv_timeout(wait) {
                Ok(Worked { index, outcome: Ok(result), held }) => {
                    if group.is_empty() {
                        since = Instant::now();
                    }
                    group.push((index, held, result));
                    false
                }
                Ok(Worked { index, outcome: Err(failure), held }) => {
                    self.settle(index, held, Err(failure))?;
                    false
                }
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => true,
            };
            let due = group.len() >= GROUP || since.elapsed() >= PATIENCE || ended;
            if due && !group.is_empty() {
                let mut before = Vec::with_capacity(group.len());
                let mut results = Vec::with_capacity(group.len());
                for (index, held, result) in group.drain(..) {
                    before.push((index, held));
                    results.push(result);
                }
                for ((index, held), outcome) in before.into_iter().zip(put(results)) {
                    self.settle(index, held, outcome)?;
                }
            }
            if ended {
                return Ok(());
            }
        }
    }

    fn settle(
        &mut self,
        index: usize,
        held: Held,
        outcome: Result<Held, Failure>,
    ) -> Result<(), Failure> {
        Progress::step();
        self.early.insert(index, (held, outcome));
        while let Some((held, outcome)) = self.early.remove(&self.next) {
            self.ui.release(held)?;
            match outcome {
                Ok(said) => {
                    self.outcome.done += 1;
                    self.ui.release(said)?;
                }
                Err(failure) => {
                    self.outcome.failed += 1;
                    self.outcome.status = self.outcome.status.worse(failure.status());
                    self.ui.complain(&failure);
                    if self.json {
                        let name = self.queue.name(self.next);
                        self.ui.print_json(&failure.to_json(self.ui, name.as_deref()))?;
                    }
                }
            }
            self.next += 1;
        }
        Ok(())
    }

    /// Names what was not begun.
    fn end(mut self) -> Result<Outcome, Failure> {
        let rest = self.queue.tasks.get(self.queue.begun()..).unwrap_or_default();
        let names: Vec<String> = rest.iter().flatten().map(|(input, _)| input.name()).collect();
        self.outcome.left = names.len();
        if names.is_empty() {
            return Ok(self.outcome);
        }
        let failure = match interrupt::is_asked() {
            true => Failure::io(msg::error_batch_interrupted(names.len())),
            false => Failure::key(msg::error_batch_stopped(names.len(), names.join(", "))),
        };
        self.outcome.status = self.outcome.status.worse(failure.status());
        left(&failure, &names, self.json, self.ui)?;
        Ok(self.outcome)
    }
}

//! One try: a request, the redirections it meets, and an answer within its bounds.

use std::time::{Duration, Instant};

use kyso::{ServiceError, UnreachableCause};
use ureq::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use ureq::{Agent, AsSendBody, Body};
use zeroize::Zeroizing;

use crate::fault::{self, Failure};
use crate::limits::{MAX_DEADLINE, MAX_REDIRECTS};
use crate::login::Login;
use crate::url::Target;

/// Characters of a media type kept for a message.
const MEDIA_TYPE_SHOWN: usize = 80;

/// What is asked of a service.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    /// Its name in errors.
    pub(crate) service: &'a str,
    pub(crate) target: Target,
    /// The media type and body of a POST; a GET without.
    pub(crate) body: Option<(&'static str, &'a [u8])>,
    pub(crate) expected: Expected,
    /// The largest answer, in bytes.
    pub(crate) limit: u64,
    pub(crate) deadline: Duration,
    pub(crate) login: Option<&'a Login>,
    /// The connections of this service, when it has its own.
    pub(crate) agent: Option<&'a Agent>,
}

/// The kinds of answer that are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Expected {
    /// This media type, none at all, or the one that says nothing.
    Type(&'static str),
    /// Servers of files have many ideas of their types; only a page for people is none of them.
    File(&'static str),
}

impl Expected {
    fn media_type(self) -> &'static str {
        match self {
            Self::Type(media_type) | Self::File(media_type) => media_type,
        }
    }

    fn takes(self, found: &str) -> bool {
        let is = |media_type: &str| found.eq_ignore_ascii_case(media_type);
        match self {
            Self::Type(media_type) => {
                found.is_empty() || is(media_type) || is("application/octet-stream")
            }
            Self::File(_) => !is("text/html"),
        }
    }
}

/// When a call must be over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    begun: Instant,
    allowed: Duration,
}

impl Deadline {
    pub(crate) fn new(allowed: Duration) -> Self {
        Self { begun: Instant::now(), allowed: allowed.min(MAX_DEADLINE) }
    }

    /// The time left; zero when it is over.
    pub(crate) fn left(&self) -> Duration {
        self.allowed.saturating_sub(self.begun.elapsed())
    }

    /// The time gone by, in whole seconds, as an error tells it.
    pub(crate) fn seconds(&self) -> u64 {
        let gone = self.begun.elapsed().min(self.allowed);
        gone.as_secs() + u64::from(gone.subsec_nanos() > 0)
    }
}

/// What one try may use.
#[derive(Debug)]
pub(crate) struct Means<'a> {
    /// Connections without an identity.
    pub(crate) agent: &'a Agent,
    pub(crate) connect_timeout: Duration,
    pub(crate) deadline: Deadline,
}

/// Asks, follows redirections, reads the answer.
pub(crate) fn exchange(means: &Means<'_>, question: &Question<'_>) -> Result<Vec<u8>, Failure> {
    let mut target = question.target.clone();
    for _ in 0..=MAX_REDIRECTS {
        let answer = send(means, question, &target)?;
        let Some(location) = location(&answer, question) else {
            return accept(answer, question);
        };
        target = follow(&target, &location, question.service)?;
    }
    let (service, limit) = (question.service.to_owned(), MAX_REDIRECTS);
    Err(ServiceError::TooManyRedirects { service, limit }.into())
}

fn send(
    means: &Means<'_>,
    question: &Question<'_>,
    target: &Target,
) -> Result<Response<Body>, Failure> {
    // Name, secret and certificate are for the service alone, not for where it sends us.
    let own = target.same_origin(&question.target);
    let agent = question.agent.filter(|_| own).unwrap_or(means.agent);
    let mut request =
        Request::builder().uri(target.uri()).header(ACCEPT, question.expected.media_type());
    if let Some(header) = question.login.filter(|_| own).and_then(Login::header) {
        request = request.header(AUTHORIZATION, header);
    }
    let left = means.deadline.left();
    if left.is_zero() {
        return Err(ServiceError::Timeout { service: question.service.into(), seconds: 0 }.into());
    }
    let run = Run { agent, left, connect: means.connect_timeout.min(left), target };
    let answer = match question.body {
        Some((media_type, body)) => {
            run.with(request.method("POST").header(CONTENT_TYPE, media_type).body(body))
        }
        None => run.with(request.method("GET").body(())),
    };
    answer.map_err(|error| fault::of(error, question.service).into())
}

/// A POST with JSON or a form, and the answer whatever its status: that and its body say why a
/// service refused. No redirection is followed, since secrets are in the body.
pub(crate) struct Post<'a> {
    pub(crate) service: &'a str,
    pub(crate) target: &'a Target,
    pub(crate) media_type: &'static str,
    pub(crate) body: &'a [u8],
    pub(crate) authorization: Option<HeaderValue>,
    pub(crate) limit: u64,
}

/// What came back.
pub(crate) struct Posted {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// One try.
pub(crate) fn post(means: &Means<'_>, post: &Post<'_>) -> Result<Posted, ServiceError> {
    let mut request =
        Request::builder().uri(post.target.uri()).header(ACCEPT, "application/json").method("POST");
    request = request.header(CONTENT_TYPE, post.media_type);
    if let Some(header) = &post.authorization {
        request = request.header(AUTHORIZATION, header.clone());
    }
    let left = means.deadline.left();
    if left.is_zero() {
        return Err(ServiceError::Timeout { service: post.service.into(), seconds: 0 });
    }
    let connect = means.connect_timeout.min(left);
    let run = Run { agent: means.agent, left, connect, target: post.target };
    let failed = |error| fault::of(error, post.service);
    let mut answer = run.with(request.body(post.body)).map_err(failed)?;
    let retry_after = text(answer.headers(), RETRY_AFTER).and_then(|text| text.parse().ok());
    let body = answer.body_mut().with_config().limit(post.limit).read_to_vec().map_err(failed)?;
    Ok(Posted {
        status: answer.status().as_u16(),
        retry_after: retry_after.map(Duration::from_secs),
        body: Zeroizing::new(body),
    })
}

struct Run<'a> {
    agent: &'a Agent,
    left: Duration,
    connect: Duration,
    target: &'a Target,
}

impl Run<'_> {
    fn with<B: AsSendBody>(
        &self,
        request: Result<Request<B>, ureq::http::Error>,
    ) -> Result<Response<Body>, ureq::Error> {
        let mut config = self.agent.configure_request(request?);
        if self.target.is_loopback() {
            config = config.proxy(None);
        }
        let config = config
            .timeout_global(Some(self.left))
            .timeout_resolve(Some(self.connect))
            .timeout_connect(Some(self.connect));
        self.agent.run(config.build())
    }
}

/// Where an answer sends us. A POST is repeated as it was: the answer to a GET would be none to
/// its question (RFC 9110 §15.4 leaves both open for 301 and 302).
fn location(answer: &Response<Body>, question: &Question<'_>) -> Option<String> {
    let followed = match answer.status().as_u16() {
        301 | 302 | 307 | 308 => true,
        303 => question.body.is_none(),
        _ => false,
    };
    text(answer.headers(), LOCATION).filter(|_| followed)
}

fn follow(from: &Target, location: &str, service: &str) -> Result<Target, ServiceError> {
    let unreachable = |cause| ServiceError::Unreachable { service: service.to_owned(), cause };
    let to = from.follow(location).ok_or(unreachable(UnreachableCause::Url))?;
    if from.is_https() && !to.is_https() {
        return Err(unreachable(UnreachableCause::InsecureRedirect));
    }
    Ok(to)
}

fn accept(mut answer: Response<Body>, question: &Question<'_>) -> Result<Vec<u8>, Failure> {
    let service = || question.service.to_owned();
    match answer.status().as_u16() {
        200 => {}
        401 => return Err(ServiceError::Refused { service: service() }.into()),
        403 if question.login.is_some() || question.agent.is_some() => {
            return Err(ServiceError::Refused { service: service() }.into());
        }
        status => {
            let seconds = text(answer.headers(), RETRY_AFTER).and_then(|text| text.parse().ok());
            let error = ServiceError::HttpStatus { service: service(), status };
            return Err(Failure { error, retry_after: seconds.map(Duration::from_secs) });
        }
    }
    let found = text(answer.headers(), CONTENT_TYPE).unwrap_or_default();
    let found = found.split(';').next().unwrap_or_default().trim();
    if !question.expected.takes(found) {
        let found = found.chars().take(MEDIA_TYPE_SHOWN).collect();
        let expected = question.expected.media_type();
        return Err(ServiceError::ContentType { service: service(), expected, found }.into());
    }
    let limit = question.limit;
    if answer.body().content_length().is_some_and(|length| length > limit) {
        return Err(ServiceError::TooLarge { service: service(), limit }.into());
    }
    let bytes = answer.body_mut().with_config().limit(limit).read_to_vec();
    bytes.map_err(|error| fault::of(error, question.service).into())
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::Expected;

    #[test]
    fn media_types_are_checked_as_far_as_they_say_something() {
        let reply = Expected::Type("application/timestamp-reply");
        for found in [
            "application/timestamp-reply",
            "Application/Timestamp-Reply",
            "",
            "application/octet-stream",
        ] {
            assert!(reply.takes(found), "{found}");
        }
        assert!(!reply.takes("text/html") && !reply.takes("application/ocsp-response"));
        let file = Expected::File("application/pkix-crl");
        assert!(file.takes("text/plain") && file.takes("") && !file.takes("text/HTML"));
    }
}

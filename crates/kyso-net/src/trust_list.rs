//! Fetches trusted lists (ETSI TS 119 612). Whose they are is for kyso to find out.

use kyso::ServiceError;

use crate::exchange::{Expected, Question};
use crate::network::target;
use crate::url::without_secrets;
use crate::{Network, limits};

const LIST: &str = "application/vnd.etsi.tsl+xml";

/// Fetches the list at `url`, for [`kyso::trust::TrustList::open`].
///
/// # Errors
/// [`ServiceError`].
pub fn fetch_trust_list(network: &Network, url: &str) -> Result<Vec<u8>, ServiceError> {
    let service = without_secrets(url);
    let target = target(url, &service)?;
    network.ask(&Question {
        service: &service,
        target,
        body: None,
        expected: Expected::File(LIST),
        limit: limits::MAX_TRUST_LIST_BYTES,
        deadline: network.config().evidence_deadline,
        login: None,
        agent: None,
    })
}

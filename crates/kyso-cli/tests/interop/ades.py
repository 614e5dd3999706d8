"""Lets pyHanko judge the signatures of a PDF by EN 319 102-1, revocation required everywhere.

ades.py FILE ROOT.pem LEVEL [PASSWORD]    prints one JSON array, an object a signature

LEVEL says by which process: `t` and `lt` as a signature with time (5.5), `lta` with archival (5.6),
now and as of seven years from now, when the certificates have expired. Only for `t` is anything
fetched: from `lt` on the file has to bring all evidence itself.
"""

import asyncio
import dataclasses
import json
import sys
from datetime import datetime, timedelta, timezone

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import (
    _dss_to_local_knowledge,
    ades_lta_validation,
    ades_with_time_validation,
    simulate_future_ades_lta_validation,
)
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.registry import SimpleTrustManager


def specification(root, online):
    rule = RevinfoOnlineFetchingRule
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=[load_cert_from_pemder(root)]),
                revinfo_policy=CertRevTrustPolicy(
                    REQUIRE_REVINFO,
                    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
                ),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                rule.ALWAYS_FETCH if online else rule.LOCAL_ONLY
            ),
        )
    )


LATER = timedelta(days=7 * 365)


async def with_time(signature, specification, reader):
    own = dataclasses.replace(
        specification.signature_validation_spec, local_knowledge=_dss_to_local_knowledge(reader)
    )
    return await ades_with_time_validation(
        signature.signed_data, own, raw_digest=signature.compute_digest()
    )


async def judge(path, root, level, password=None):
    verdicts = []
    rules = specification(root, level == "t")
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        if password is not None:
            reader.decrypt(password)
        for signature in reader.embedded_regular_signatures:
            if level == "lta":
                later = datetime.now(timezone.utc) + LATER
                results = [
                    await ades_lta_validation(signature, rules),
                    await simulate_future_ades_lta_validation(signature, rules, later),
                ]
            else:
                results = [await with_time(signature, rules, reader)]
            verdicts += [
                {
                    "field": signature.field_name,
                    "verdict": result.ades_subindic.name,
                    "failure": result.failure_msg,
                    "time": result.best_signature_time.isoformat(),
                }
                for result in results
            ]
    return verdicts


if __name__ == "__main__":
    print(json.dumps(asyncio.run(judge(*sys.argv[1:]))))

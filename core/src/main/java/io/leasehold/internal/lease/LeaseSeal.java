package io.leasehold.internal.lease;

import io.leasehold.error.StorageException;
import io.leasehold.internal.binding.Json;
import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.sealing.SealContext;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;

/** Seals and opens the sealed part of leases. Thread-safe. */
final class LeaseSeal {

    private final Sealer sealer;

    LeaseSeal(Sealer sealer) {
        this.sealer = sealer;
    }

    SealedBytes seal(String mountId, String leaseId, long revision, LeaseBody body) {
        return sealer.seal(SealContext.lease(mountId, leaseId), revision, bytes(body));
    }

    /** Seals a first body within a transaction of the store; see {@link Sealer#sealAtOnce}. */
    SealedBytes sealAtOnce(String mountId, String leaseId, LeaseBody body) {
        return sealer.sealAtOnce(SealContext.lease(mountId, leaseId), 1, bytes(body));
    }

    private static byte[] bytes(LeaseBody body) {
        return Json.write(RecordBinder.toMap(body));
    }

    /** To be called before a transaction of the store that seals in its course. */
    void reserveAhead() {
        sealer.reserveAhead();
    }

    /** Seals the body that follows the one in a row. */
    SealedBytes reseal(LeaseRow row, LeaseBody body) {
        return seal(row.mountId(), row.id(), row.body().revision() + 1, body);
    }

    /** Opens a row's body, whether or not the clear columns agree with it. */
    LeaseBody open(LeaseRow row) {
        byte[] clear = sealer.open(SealContext.lease(row.mountId(), row.id()), row.body());
        try {
            return RecordBinder.bindStored(Json.read(clear), LeaseBody.class);
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    StorageException.Reason.UNREADABLE,
                    "lease " + row.id() + " was opened but holds no lease: " + e.getMessage(),
                    e);
        }
    }

    /** Opens a row's body and insists that the clear columns agree with it. */
    LeaseBody openChecked(LeaseRow row) {
        LeaseBody body = open(row);
        String disagreement = body.disagreement(row);
        if (disagreement != null) {
            throw new StorageException(
                    StorageException.Reason.UNREADABLE,
                    "lease " + row.id() + " was changed in the store: " + disagreement
                            + "; it is left alone until its sealed end " + body.sealedEnd(),
                    null);
        }
        return body;
    }
}

package io.leasehold.pki.internal.crl;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * Tells all instances that revocations happen. Callers that come at the same time share one write. Thread-safe.
 */
public final class Changes {

    private static final String PATH = "crl-changes";
    private static final int ATTEMPTS = 20;

    private final EngineStorage storage;
    private final Object writing = new Object();
    private final Queue<Announcement> waiting = new ConcurrentLinkedQueue<>();

    /**
     * Creates it.
     *
     * @param storage the mount's storage
     */
    public Changes(EngineStorage storage) {
        this.storage = storage;
    }

    private static final class Announcement {

        private final String serial;
        private volatile boolean made;

        private Announcement(String serial) {
            this.serial = serial;
        }
    }

    /**
     * Announces a revocation that is about to be written.
     *
     * @param serial the certificate's serial
     */
    public void announce(BigInteger serial) {
        Announcement own = new Announcement(serial.toString(16));
        waiting.add(own);
        synchronized (writing) {
            if (own.made) {
                return;
            }
            List<Announcement> all = new ArrayList<>();
            for (Announcement next = waiting.poll(); next != null; next = waiting.poll()) {
                all.add(next);
            }
            if (!all.contains(own)) {
                // Whoever took it failed to write it.
                all.add(own);
            }
            write(stamp -> with(stamp, all));
            all.forEach(announcement -> announcement.made = true);
        }
    }

    /** Says that all revocations have to be read again. */
    public void startOver() {
        synchronized (writing) {
            write(stamp -> new ChangeStamp(stamp.count() + 1, stamp.epoch() + 1, List.of()));
        }
    }

    private static ChangeStamp with(ChangeStamp stamp, List<Announcement> all) {
        List<String> recent = new ArrayList<>(stamp.serials());
        all.forEach(announcement -> recent.add(announcement.serial));
        int surplus = Math.max(0, recent.size() - ChangeStamp.MOST_RECENT);
        return new ChangeStamp(stamp.count() + all.size(), stamp.epoch(), recent.subList(surplus, recent.size()));
    }

    private void write(UnaryOperator<ChangeStamp> change) {
        for (int attempt = 1; ; attempt++) {
            Versioned<ChangeStamp> read = fresh();
            try {
                storage.put(PATH, change.apply(read.value()), read.version());
                return;
            } catch (ConflictException otherProcess) {
                if (attempt == ATTEMPTS) {
                    throw otherProcess;
                }
            }
        }
    }

    /** The stamp; may be two seconds behind other processes. */
    ChangeStamp get() {
        return storage.get(PATH, ChangeStamp.class).map(Versioned::value).orElse(ChangeStamp.NONE);
    }

    /** The stamp as it is now. */
    Versioned<ChangeStamp> fresh() {
        return storage.getFresh(PATH, ChangeStamp.class).orElse(new Versioned<>(PATH, 0, ChangeStamp.NONE));
    }
}

package io.leasehold.pki.internal.record;

import io.leasehold.error.ConflictException;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of certificates. Every operation costs the same however many there are; who walks all of them does so a page at
 * a time. Thread-safe.
 */
public final class Records {

    private static final String STORED = "certs";
    private static final String SERIALS = "serials";
    private static final String REVOKED = "revoked";

    private final EngineStorage storage;

    /**
     * Creates the view.
     *
     * @param storage the mount's storage
     */
    public Records(EngineStorage storage) {
        this.storage = storage;
    }

    /** A kind of record, each in a folder of its own. */
    public enum Kind {
        /** Certificates as a whole. */
        STORED(Records.STORED),
        /** Serials alone. */
        SERIAL(Records.SERIALS),
        /** Revocations. */
        REVOKED(Records.REVOKED);

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }
    }

    /**
     * Keeps a certificate. To be called before anybody gets it.
     *
     * <p>A serial that was drawn has 159 random bits, so the other folder is not asked whether it has it too: that would be one
     * more exchange with the store for each certificate.
     *
     * @param serial its serial
     * @param record what to keep, with the certificate or without
     * @return false when the folder has the serial already; nothing is changed then
     */
    public boolean add(BigInteger serial, CertificateRecord record) {
        try {
            storage.put(path(record.certificate() == null ? SERIALS : STORED, serial), record, 0);
            return true;
        } catch (ConflictException taken) {
            return false;
        }
    }

    /**
     * Finds what is kept of a certificate.
     *
     * @param serial its serial
     * @return the record, empty when the serial is not known
     */
    public Optional<CertificateRecord> find(BigInteger serial) {
        return storage.getFresh(path(STORED, serial), CertificateRecord.class)
                .or(() -> storage.getFresh(path(SERIALS, serial), CertificateRecord.class))
                .map(Versioned::value);
    }

    /**
     * Marks a certificate as revoked, durably. The first time counts.
     *
     * @param serial its serial
     * @param record the revocation
     * @return the record that counts: this one, or the earlier one
     */
    public RevokedRecord revoke(BigInteger serial, RevokedRecord record) {
        try {
            return storage.put(path(REVOKED, serial), record, 0).value();
        } catch (ConflictException already) {
            return revocation(serial).orElseThrow(() -> already);
        }
    }

    /**
     * Writes a revocation again, with what was found out about it later.
     *
     * @param read as read
     * @param record as it is to be
     * @return false when somebody else was faster
     */
    public boolean amend(Versioned<RevokedRecord> read, RevokedRecord record) {
        try {
            storage.put(read.path(), record, read.version());
            return true;
        } catch (ConflictException changed) {
            return false;
        }
    }

    /**
     * Finds a revocation.
     *
     * @param serial the certificate's serial
     * @return the revocation, empty when there is none
     */
    public Optional<RevokedRecord> revocation(BigInteger serial) {
        return storage.getFresh(path(REVOKED, serial), RevokedRecord.class).map(Versioned::value);
    }

    /**
     * Reads certificates, a page at a time.
     *
     * @param kind {@link Kind#STORED} or {@link Kind#SERIAL}
     * @param after the path of the last one of the page before; empty to start
     * @param limit the most to read
     * @return the records with their paths; fewer than the limit only at the end
     */
    public List<Versioned<CertificateRecord>> certificates(Kind kind, String after, int limit) {
        return storage.page(kind.folder, after, limit, CertificateRecord.class);
    }

    /**
     * Reads revocations, a page at a time.
     *
     * @param after the path of the last one of the page before; empty to start
     * @param limit the most to read
     * @return the records with their paths; fewer than the limit only at the end
     */
    public List<Versioned<RevokedRecord>> revocations(String after, int limit) {
        return storage.page(REVOKED, after, limit, RevokedRecord.class);
    }

    /**
     * The serials of a kind. Memory grows with their number: for lists that people ask for.
     *
     * @param kind which
     * @return serials as octets joined by colons, in order
     */
    public List<String> serials(Kind kind) {
        return storage.list(kind.folder).stream()
                .map(name -> name.replace('-', ':'))
                .toList();
    }

    /**
     * Forgets a record.
     *
     * @param record as read
     * @return false when somebody else was faster
     */
    public boolean forget(Versioned<?> record) {
        try {
            storage.delete(record.path(), record.version());
            return true;
        } catch (ConflictException gone) {
            return false;
        }
    }

    /**
     * Forgets what is kept of a certificate, if anything is.
     *
     * @param serial its serial
     */
    public void forgetCertificate(BigInteger serial) {
        storage.getFresh(path(STORED, serial), CertificateRecord.class).ifPresent(this::forget);
        storage.getFresh(path(SERIALS, serial), CertificateRecord.class).ifPresent(this::forget);
    }

    /**
     * The serial that a record is about.
     *
     * @param path its path
     * @return the serial
     */
    public static BigInteger serialOf(String path) {
        return Serials.parse("serial_number", path.substring(path.indexOf('/') + 1));
    }

    /**
     * Where a revocation is kept, to read on from there.
     *
     * @param serial the certificate's serial
     * @return its path
     */
    public static String revocationPath(BigInteger serial) {
        return path(REVOKED, serial);
    }

    private static String path(String folder, BigInteger serial) {
        return folder + "/" + Serials.path(serial);
    }
}

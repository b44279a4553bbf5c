package io.leasehold.pki.internal.crl;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists as they are stored, so that all instances serve the same: parts of bounded size in a folder of their own, and a state
 * that points to the folder. The state moves last, so that a build that dies in between leaves only a folder that the next one
 * removes. Thread-safe.
 */
final class CrlStore {

    private static final String STATES = "crl-state/";
    private static final String PARTS = "crl/";

    /** Octets of a part: 256 KiB in base64. */
    private static final int PART = 192 * 1024;

    private static final int PAGE = 100;

    private final EngineStorage storage;
    private final SecureRandom random;

    CrlStore(EngineStorage storage, SecureRandom random) {
        this.storage = storage;
        this.random = random;
    }

    Optional<Versioned<CrlState>> state(String id) {
        return storage.get(STATES + id, CrlState.class);
    }

    Optional<Versioned<CrlState>> freshState(String id) {
        return storage.getFresh(STATES + id, CrlState.class);
    }

    /** Makes new lists the ones that are served. Throws a conflict when somebody else did so in between. */
    void move(String id, CrlState state, long version) {
        storage.put(STATES + id, state, version);
    }

    /** Writes the parts of a list. Nobody reads them before a state points to them. */
    CrlState.Document write(String id, byte[] der, long number, long thisUpdate, long nextUpdate) {
        byte[] nonce = new byte[4];
        random.nextBytes(nonce);
        // Of one width, so that folders lie in the order of their numbers; two builders never share one.
        String folder = PARTS + id + "/"
                + String.format("%019d-%s", number, HexFormat.of().formatHex(nonce));
        int parts = Math.max(1, (der.length + PART - 1) / PART);
        for (int part = 0; part < parts; part++) {
            byte[] octets = Arrays.copyOfRange(der, part * PART, Math.min(der.length, (part + 1) * PART));
            storage.put(path(folder, part), new CrlPart(Base64.getEncoder().encodeToString(octets)), 0);
        }
        return new CrlState.Document(folder, parts, number, thisUpdate, nextUpdate);
    }

    /** Reads a list; empty when its parts were removed because a later one is served. */
    Optional<byte[]> read(CrlState.Document document) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        for (int part = 0; part < document.parts(); part++) {
            Optional<Versioned<CrlPart>> found = storage.getFresh(path(document.folder(), part), CrlPart.class);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            der.writeBytes(Base64.getDecoder().decode(found.get().value().content()));
        }
        return Optional.of(der.toByteArray());
    }

    /**
     * Removes what no state points to any more. Folders of later numbers stay: whoever writes them has seen this state already.
     */
    void removeOld(String id, CrlState state) {
        Set<String> served =
                state.documents().stream().map(CrlState.Document::folder).collect(Collectors.toSet());
        for (String name : storage.list(PARTS + id)) {
            String folder = PARTS + id + "/" + (name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
            long number = Long.parseLong(name.substring(0, name.indexOf('-')));
            if (number <= state.number() && !served.contains(folder)) {
                remove(folder);
            }
        }
    }

    private void remove(String folder) {
        List<Versioned<CrlPart>> page;
        do {
            page = storage.page(folder, "", PAGE, CrlPart.class);
            for (Versioned<CrlPart> part : page) {
                delete(part);
            }
        } while (page.size() == PAGE);
    }

    private void delete(Versioned<CrlPart> part) {
        try {
            storage.delete(part.path(), part.version());
        } catch (ConflictException gone) {
            // Another instance removes the same.
        }
    }

    private static String path(String folder, int part) {
        return folder + "/" + String.format("%06d", part);
    }
}

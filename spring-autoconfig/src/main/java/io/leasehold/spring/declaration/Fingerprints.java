package io.leasehold.spring.declaration;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Fingerprints of fields under a key that is made at first use and sealed in the store. Thread-safe. */
final class Fingerprints {

    private static final String KEY = "key";
    private static final String ALGORITHM = "HmacSHA256";

    private final EngineContext context;

    Fingerprints(EngineContext context) {
        this.context = context;
    }

    /**
     * The key as it is stored.
     *
     * @param key in Base64
     */
    record Key(String key) {

        @Override
        public String toString() {
            return "Key[masked]";
        }
    }

    Map<String, String> of(Map<String, String> fields) {
        Mac mac = mac();
        Map<String, String> fingerprints = new TreeMap<>();
        fields.forEach((name, text) -> {
            // The name goes in, too, so that equal values of two fields do not show as equal.
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            fingerprints.put(name, HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
        });
        return fingerprints;
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key()), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks " + ALGORITHM, e);
        }
    }

    private String key() {
        return context.storage()
                .get(KEY, Key.class)
                .map(Versioned::value)
                .map(Key::key)
                .orElseGet(this::make);
    }

    private String make() {
        byte[] key = new byte[32];
        context.random().nextBytes(key);
        try {
            return context.storage()
                    .put(KEY, new Key(Base64.getEncoder().encodeToString(key)), 0)
                    .value()
                    .key();
        } catch (ConflictException somebodyWasFaster) {
            return context.storage()
                    .getFresh(KEY, Key.class)
                    .map(entry -> entry.value().key())
                    .orElseThrow(() -> somebodyWasFaster);
        }
    }
}

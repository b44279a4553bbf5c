package io.leasehold.spring;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.key.MasterKey;
import io.leasehold.spring.LeaseholdProperties.MasterKeySource;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/** Where the master key comes from. */
final class MasterKeyChoice {

    private static final Logger log = LoggerFactory.getLogger(MasterKeyChoice.class);
    private static final String PREFIX = "leasehold.master-key";

    private MasterKeyChoice() {}

    /** Reads the key, or makes one beside the file of the store. */
    static MasterKey of(MasterKeySource source, @Nullable Path storeFile, StrictStart strict) {
        Path file = source.file();
        String environment = source.environment();
        String value = source.value();
        if ((file != null ? 1 : 0) + (environment != null ? 1 : 0) + (value != null ? 1 : 0) > 1) {
            throw new LeaseholdStartException(PREFIX, "give one of file, environment and value");
        }
        if (file != null) {
            return read(PREFIX + ".file", () -> MasterKey.fromFile(file));
        }
        if (environment != null) {
            return read(PREFIX + ".environment", () -> MasterKey.fromEnvironment(environment));
        }
        if (value != null) {
            return read(PREFIX + ".value", () -> MasterKey.fromBytes(decode(value)));
        }
        return beside(storeFile, strict);
    }

    private static MasterKey beside(@Nullable Path storeFile, StrictStart strict) {
        if (storeFile == null) {
            throw new LeaseholdStartException(
                    PREFIX,
                    "a store in a database needs a key that all its instances share: set file, environment or value");
        }
        Path file = storeFile.resolveSibling(storeFile.getFileName() + ".key");
        strict.refuse(PREFIX, "set file, environment or value: no key is made beside the store");
        MasterKey key = read(PREFIX, () -> MasterKey.fromFileOrCreate(file));
        log.warn(
                "The master key lies in {}, beside the store that it protects: whoever reads both reads everything. Set {}.file,"
                        + " .environment or .value before production; leasehold.strict=true refuses this.",
                file,
                PREFIX);
        return key;
    }

    private static byte[] decode(String value) {
        if (!StringUtils.hasText(value)) {
            throw new InvalidRequestException("is empty: it must be 32 random bytes in Base64");
        }
        try {
            return Base64.getDecoder().decode(value.strip());
        } catch (IllegalArgumentException e) {
            // Its message may quote the key.
            throw new InvalidRequestException("must be 32 random bytes in Base64");
        }
    }

    private static MasterKey read(String property, java.util.function.Supplier<MasterKey> reading) {
        try {
            return reading.get();
        } catch (InvalidRequestException e) {
            throw LeaseholdStartException.of(property, e);
        }
    }
}

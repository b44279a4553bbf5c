package io.leasehold.internal.broker;

import io.leasehold.alert.AlertRules;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.event.EventListener;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.storage.InMemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A broker's settings, checked.
 *
 * @param name the broker's name
 * @param storage the store
 * @param storageOwned whether the broker closes it
 * @param masterKey the master key, null for a volatile store without one
 * @param formerMasterKeys keys that data keys may still be wrapped with
 * @param engines engine types given explicitly
 * @param listeners listeners for events
 * @param alerts when to raise alerts, null for never
 * @param defaultLeaseTtl the system's default TTL
 * @param maxLeaseTtl the system's max TTL
 * @param creationTimeout how long a creation may take
 * @param revocationTimeout how long an attempt to revoke may take
 * @param closeTimeout how long closing may take
 * @param expiryInterval how often due leases are looked for
 * @param revocationBackoff the first pause after a failed revocation
 * @param workers revocations at once
 * @param targetConcurrency calls at once on a target whose engine does not say
 * @param startPaused whether expiry starts paused
 * @param time elapsed time
 * @param scheduler the scheduler given, null to make one
 */
public record BrokerSettings(
        String name,
        Storage storage,
        boolean storageOwned,
        @Nullable MasterKey masterKey,
        List<MasterKey> formerMasterKeys,
        List<SecretEngineProvider> engines,
        List<EventListener> listeners,
        @Nullable AlertRules alerts,
        Duration defaultLeaseTtl,
        Duration maxLeaseTtl,
        Duration creationTimeout,
        Duration revocationTimeout,
        Duration closeTimeout,
        Duration expiryInterval,
        Duration revocationBackoff,
        int workers,
        int targetConcurrency,
        boolean startPaused,
        TimeSource time,
        @Nullable Scheduler scheduler) {

    /** 768 hours, the TTL where nothing else says one. */
    public static final Duration SYSTEM_TTL = Duration.ofDays(32);

    /** Settings being collected. */
    public static final class Draft {

        public String name = "leasehold";
        public @Nullable Storage storage;
        public boolean storageOwned = true;
        public @Nullable MasterKey masterKey;
        public List<MasterKey> formerMasterKeys = List.of();
        public final List<SecretEngineProvider> engines = new ArrayList<>();
        public final List<EventListener> listeners = new ArrayList<>();
        public @Nullable AlertRules alerts;
        public Duration defaultLeaseTtl = SYSTEM_TTL;
        public Duration maxLeaseTtl = SYSTEM_TTL;
        public Duration creationTimeout = Duration.ofSeconds(30);
        public Duration revocationTimeout = Duration.ofSeconds(20);
        public Duration closeTimeout = Duration.ofSeconds(30);
        public Duration expiryInterval = Duration.ofSeconds(1);
        public Duration revocationBackoff = Duration.ofSeconds(10);
        public int workers = 8;
        public int targetConcurrency = 4;
        public boolean startPaused;
        public TimeSource time = TimeSource.system();
        public @Nullable Scheduler scheduler;

        /**
         * Checks the settings.
         *
         * @return the checked settings
         */
        public BrokerSettings check() {
            if (!name.matches("[\\x20-\\x7e]{1,64}")) {
                throw new InvalidRequestException("name", "must be 1 to 64 printable ASCII characters");
            }
            if (storage != null && storage.durable() && masterKey == null) {
                throw new InvalidRequestException(
                        "masterKey",
                        "a durable store needs one: MasterKey.fromFile, fromEnvironment or fromBytes makes it");
            }
            Duration tenMinutes = Duration.ofMinutes(10);
            Duration hour = Duration.ofHours(1);
            within("defaultLeaseTtl", defaultLeaseTtl, Duration.ofSeconds(1), Duration.ofDays(36_500));
            within("maxLeaseTtl", maxLeaseTtl, defaultLeaseTtl, Duration.ofDays(36_500));
            within("creationTimeout", creationTimeout, Duration.ofSeconds(1), tenMinutes);
            within("revocationTimeout", revocationTimeout, Duration.ofSeconds(1), tenMinutes);
            within("closeTimeout", closeTimeout, Duration.ofSeconds(1), tenMinutes);
            within("expiryInterval", expiryInterval, Duration.ofMillis(100), hour);
            within("revocationBackoff", revocationBackoff, Duration.ofMillis(10), hour);
            within("workers", workers);
            within("targetConcurrency", targetConcurrency);
            return new BrokerSettings(
                    name,
                    storage == null ? new InMemoryStorage() : storage,
                    storageOwned,
                    masterKey,
                    formerMasterKeys,
                    List.copyOf(engines),
                    List.copyOf(listeners),
                    alerts,
                    defaultLeaseTtl,
                    maxLeaseTtl,
                    creationTimeout,
                    revocationTimeout,
                    closeTimeout,
                    expiryInterval,
                    revocationBackoff,
                    workers,
                    targetConcurrency,
                    startPaused,
                    time,
                    scheduler);
        }

        private static void within(String field, Duration value, Duration from, Duration to) {
            if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
                throw new InvalidRequestException(field, "must be from " + from + " to " + to + ", was " + value);
            }
        }

        private static void within(String field, int value) {
            if (value < 1 || value > 256) {
                throw new InvalidRequestException(field, "must be from 1 to 256, was " + value);
            }
        }
    }
}

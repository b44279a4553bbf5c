package io.leasehold.internal.limit;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.NotFoundException;
import io.leasehold.internal.entry.EntryFolder;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lease-count limits, which hold across instances because they are checked with the intent, and issue-rate limits, which
 * each instance keeps for itself. Changes by other instances are noticed within two seconds. Thread-safe.
 */
public final class Quotas {

    private static final String COUNTS = "core/quota/lease-count/";
    private static final String RATES = "core/quota/rate-limit/";
    private static final Duration KEPT = Duration.ofSeconds(2);

    private final SealedEntries sealed;
    private final EntryStore entries;
    private final TimeSource time;
    private final Map<String, Bucket> buckets = new HashMap<>(); // guarded by itself
    private final Object reload = new Object();
    private volatile Known known;

    private record Bucket(RateQuota quota, TokenBucket tokens) {}

    private record Known(long at, Map<String, CountQuota> counts, Map<String, RateQuota> rates) {}

    /**
     * Creates the limits.
     *
     * @param sealed sealed entries
     * @param entries the store, for lists
     * @param time elapsed time
     */
    public Quotas(SealedEntries sealed, EntryStore entries, TimeSource time) {
        this.sealed = sealed;
        this.entries = entries;
        this.time = time;
        this.known = new Known(time.nanoTime() - KEPT.toNanos() - 1, Map.of(), Map.of());
    }

    /**
     * Spends one issue of every rate limit that covers a path, or none of any when one of them refuses.
     *
     * @param path the path of the request
     * @throws LimitExceededException with the longest time to wait, when one or more are used up
     */
    public void spend(String path) {
        Map<String, RateQuota> rates = known().rates();
        if (rates.isEmpty()) {
            return;
        }
        Map<String, RateQuota> covering = new LinkedHashMap<>(rates);
        covering.values().removeIf(quota -> !QuotaPath.covers(quota.path(), path));
        synchronized (buckets) {
            long now = time.nanoTime();
            Duration longest = Duration.ZERO;
            String refusing = "";
            for (Map.Entry<String, RateQuota> limit : covering.entrySet()) {
                Duration wait = bucket(limit.getKey(), limit.getValue(), now).untilNext(now);
                if (wait.compareTo(longest) > 0) {
                    longest = wait;
                    refusing = limit.getKey();
                }
            }
            if (!longest.isZero()) {
                throw refusal(refusing, Objects.requireNonNull(covering.get(refusing)), longest);
            }
            covering.forEach((name, quota) -> bucket(name, quota, now).take(now));
        }
    }

    /** The bucket of a limit as it is now; one that was changed starts full. Called with the lock on the buckets. */
    private TokenBucket bucket(String name, RateQuota quota, long now) {
        return buckets.compute(
                        name,
                        (key, known) -> known != null && known.quota().equals(quota)
                                ? known
                                : new Bucket(quota, new TokenBucket(quota.rate(), quota.interval(), now)))
                .tokens();
    }

    private static LimitExceededException refusal(String name, RateQuota quota, Duration wait) {
        return new LimitExceededException(
                "limit exceeded: rate limit " + name + " allows " + quota.rate() + " issues per " + quota.interval()
                        + " under " + (quota.path().isEmpty() ? "all paths" : quota.path()) + "; retry after "
                        + wait.toMillis() + " ms",
                wait);
    }

    /**
     * The count limits that cover a path.
     *
     * @param path the path of the request
     * @return what the store checks with the intent
     */
    public List<Intent.CountLimit> countLimits(String path) {
        return known().counts().entrySet().stream()
                .filter(quota -> QuotaPath.covers(quota.getValue().path(), path))
                .map(quota -> new Intent.CountLimit(
                        COUNTS + quota.getKey(),
                        quota.getValue().path().isEmpty()
                                ? ""
                                : quota.getValue().path() + "/",
                        quota.getValue().maxLeases()))
                .toList();
    }

    /**
     * Sets a count limit.
     *
     * @param name its name
     * @param quota the limit
     * @throws InvalidRequestException when no credential's path could ever be at or below its path
     */
    public void putCount(String name, CountQuota quota) {
        QuotaPath.requireReachable(quota.path());
        put(COUNTS + name, quota, CountQuota.class);
    }

    /**
     * Sets a rate limit.
     *
     * @param name its name
     * @param quota the limit
     * @throws InvalidRequestException when no credential's path could ever be at or below its path
     */
    public void putRate(String name, RateQuota quota) {
        QuotaPath.requireReachable(quota.path());
        put(RATES + name, quota, RateQuota.class);
    }

    /**
     * Reads a count limit.
     *
     * @param name its name
     * @return the limit
     */
    public CountQuota count(String name) {
        return sealed.getFresh("", COUNTS + name, CountQuota.class)
                .orElseThrow(() -> new NotFoundException("no lease-count quota named " + name))
                .value();
    }

    /**
     * Reads a rate limit.
     *
     * @param name its name
     * @return the limit
     */
    public RateQuota rate(String name) {
        return sealed.getFresh("", RATES + name, RateQuota.class)
                .orElseThrow(() -> new NotFoundException("no rate-limit quota named " + name))
                .value();
    }

    /**
     * Removes a count limit. None there is success.
     *
     * @param name its name
     */
    public void deleteCount(String name) {
        delete(COUNTS + name);
    }

    /**
     * Removes a rate limit. None there is success.
     *
     * @param name its name
     */
    public void deleteRate(String name) {
        delete(RATES + name);
    }

    /**
     * Names the count limits.
     *
     * @return names in order
     */
    public List<String> counts() {
        return EntryFolder.names(entries, COUNTS);
    }

    /**
     * Names the rate limits.
     *
     * @return names in order
     */
    public List<String> rates() {
        return EntryFolder.names(entries, RATES);
    }

    private <T extends Record> void put(String path, T quota, Class<T> type) {
        long version = sealed.getFresh("", path, type).map(Versioned::version).orElse(EntryStore.ABSENT);
        sealed.put("", path, quota, version);
        refresh();
    }

    private void delete(String path) {
        entries.get(path).ifPresent(entry -> sealed.delete(path, entry.version()));
        refresh();
    }

    private Known known() {
        Known now = known;
        if (time.nanoTime() - now.at() <= KEPT.toNanos()) {
            return now;
        }
        return refresh();
    }

    private Known refresh() {
        synchronized (reload) {
            Map<String, CountQuota> counts = new LinkedHashMap<>();
            EntryFolder.under(entries, COUNTS)
                    .forEach(entry -> counts.put(
                            entry.path().substring(COUNTS.length()),
                            sealed.open("", entry, CountQuota.class).value()));
            Map<String, RateQuota> rates = new LinkedHashMap<>();
            EntryFolder.under(entries, RATES)
                    .forEach(entry -> rates.put(
                            entry.path().substring(RATES.length()),
                            sealed.open("", entry, RateQuota.class).value()));
            Known fresh = new Known(time.nanoTime(), counts, rates);
            known = fresh;
            return fresh;
        }
    }
}

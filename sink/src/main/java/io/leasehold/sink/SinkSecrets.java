package io.leasehold.sink;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationListener;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.sink.internal.template.SecretQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets of a sink: the one it was given, and those that its templates name. */
final class SinkSecrets implements AutoCloseable {

    private final @Nullable RotatingSecret own;
    private final boolean ownsOwn;
    private final Map<SecretQuery, RotatingSecret> named = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    SinkSecrets(@Nullable RotatingSecret own, boolean ownsOwn) {
        this.own = own;
        this.ownsOwn = ownsOwn;
    }

    /**
     * The secrets at one moment, so that all files of a set are made of the same ones.
     *
     * @param own the secret that was given, or null
     * @param named the others
     */
    record Moment(@Nullable Secret own, Map<SecretQuery, Secret> named) {

        Secret of(SecretQuery query) {
            Secret secret = named.get(query);
            if (secret == null) {
                throw new IllegalStateException("nobody opened " + query.path());
            }
            return secret;
        }

        List<Map<String, Object>> data() {
            List<Map<String, Object>> all = new ArrayList<>();
            if (own != null) {
                all.add(own.data());
            }
            named.values().forEach(each -> all.add(each.data()));
            return all;
        }
    }

    void open(SecretQuery query, TemplateSecrets secrets) {
        if (!named.containsKey(query)) {
            named.put(query, secrets.open(query.path(), query.parameters()));
        }
    }

    void subscribe(RotationListener listener) {
        if (own != null) {
            subscriptions.add(own.subscribe(listener));
        }
        named.values().forEach(each -> subscriptions.add(each.subscribe(listener)));
    }

    Moment now() {
        Map<SecretQuery, Secret> current = new HashMap<>();
        named.forEach((query, secret) -> current.put(query, secret.current()));
        return new Moment(own == null ? null : own.current(), current);
    }

    /** Stops listening, before anything else is let go. */
    void unsubscribe() {
        subscriptions.forEach(Subscription::close);
    }

    @Override
    public void close() {
        unsubscribe();
        named.values().forEach(RotatingSecret::close);
        if (own != null && ownsOwn) {
            own.close();
        }
    }
}

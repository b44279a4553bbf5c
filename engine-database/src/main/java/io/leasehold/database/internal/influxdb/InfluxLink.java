package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.HttpAnswer;
import io.leasehold.database.internal.http.HttpCall;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpLink;
import io.leasehold.database.internal.http.HttpLogin;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The administrator's login at one server. Thread-safe. */
final class InfluxLink implements AutoCloseable {

    private final InfluxAddress address;
    private final HttpLogin administrator;
    private final HttpLink link;
    private final @Nullable Duration longest;

    InfluxLink(InfluxAddress address, HttpLogin administrator, @Nullable Duration longest, String threadName) {
        this.address = address;
        this.administrator = administrator;
        this.longest = longest == null || longest.isZero() ? null : longest;
        this.link = new HttpLink(address.tls(), threadName);
    }

    /** Begins a piece of work as administrator. */
    InfluxSession session(TimeLimit limit) {
        return new InfluxSession(this, Optional.of(administrator), limit);
    }

    /** Begins a piece of work as somebody. */
    InfluxSession session(HttpLogin login, TimeLimit limit) {
        return new InfluxSession(this, Optional.of(login), limit);
    }

    /** Begins a piece of work without logging in. */
    InfluxSession anonymous(TimeLimit limit) {
        return new InfluxSession(this, Optional.empty(), limit);
    }

    /** Whether a name is the administrator's own. */
    boolean isAdministrator(String name) {
        return administrator.username().equals(name);
    }

    /** What hides this login in messages. */
    Masker masker() {
        return Masker.of(administrator.password().reveal());
    }

    HttpAnswer exchange(
            String step,
            String method,
            String path,
            Optional<HttpLogin> login,
            Optional<HttpCall.Body> body,
            TimeLimit limit)
            throws HttpException {
        HttpCall call = new HttpCall(step, method, address.server().resource(path), login, body);
        // Each request begins anew what it may take; the work as a whole keeps its own limit.
        return link.exchange(call, longest == null ? limit : shorter(limit, longest));
    }

    private static TimeLimit shorter(TimeLimit limit, Duration longest) {
        return () -> limit.left().compareTo(longest) < 0 ? limit.left() : longest;
    }

    @Override
    public void close() {
        link.close();
    }
}

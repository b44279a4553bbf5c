package io.leasehold.database.internal.http;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.tls.ClientTls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An administrator's login at a server, or at one of several that know the same users. Thread-safe. */
public final class AdminLink implements AutoCloseable {

    private final List<HttpAddress> servers;
    private final HttpLogin administrator;
    private final HttpLink link;
    private final @Nullable Duration longest;

    /**
     * Prepares a link. Does no I/O.
     *
     * @param servers where to send requests: to the first of them that can be reached
     * @param tls how connections are encrypted, if they are
     * @param administrator the login
     * @param longest how long one request may take; null or zero for as long as the work that it is part of
     * @param name a part of the names of threads
     */
    public AdminLink(
            List<HttpAddress> servers,
            Optional<Supplier<ClientTls>> tls,
            HttpLogin administrator,
            @Nullable Duration longest,
            String name) {
        this.servers = List.copyOf(servers);
        this.administrator = administrator;
        this.longest = longest == null || longest.isZero() ? null : longest;
        this.link = new HttpLink(tls, name);
    }

    /**
     * The administrator's login.
     *
     * @return the login
     */
    public HttpLogin administrator() {
        return administrator;
    }

    /**
     * Whether a name is the administrator's own.
     *
     * @param name the name
     * @return whether it is
     */
    public boolean isAdministrator(String name) {
        return administrator.username().equals(name);
    }

    /**
     * What hides this login in messages.
     *
     * @return the masker
     */
    public Masker masker() {
        return Masker.of(administrator.password().reveal());
    }

    /**
     * Sends a request. The next server is asked only if nothing was sent to the one before.
     *
     * @param step what it is for, free of values
     * @param method such as {@code PUT}
     * @param path the resource, with a slash at the beginning, encoded
     * @param login who sends it; empty for nobody
     * @param body what it carries
     * @param limit how long it may take
     * @return the answer, whatever its status
     * @throws HttpException when there is none
     */
    public HttpAnswer exchange(
            String step,
            String method,
            String path,
            Optional<HttpLogin> login,
            Optional<HttpCall.Body> body,
            TimeLimit limit)
            throws HttpException {
        TimeLimit own = longest == null ? limit : shorter(limit, longest);
        for (HttpAddress server : servers.subList(0, servers.size() - 1)) {
            try {
                return link.exchange(new HttpCall(step, method, server.resource(path), login, body), own);
            } catch (HttpException failure) {
                if (failure.failure().outcome() != HttpFailure.Outcome.UNSENT) {
                    throw failure;
                }
            }
        }
        HttpAddress last = servers.get(servers.size() - 1);
        return link.exchange(new HttpCall(step, method, last.resource(path), login, body), own);
    }

    private static TimeLimit shorter(TimeLimit limit, Duration longest) {
        return () -> limit.left().compareTo(longest) < 0 ? limit.left() : longest;
    }

    @Override
    public void close() {
        link.close();
    }
}

package io.leasehold.database.internal.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import io.leasehold.database.internal.cassandra.CassandraFailure.Kind;
import io.leasehold.database.internal.cassandra.CassandraFailure.Outcome;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the driver's errors mean; those among them that a server of one node cannot be brought to make. */
class CassandraFailureTest {

    private static final Node NODE = node();
    private static final DefaultConsistencyLevel LEVEL = DefaultConsistencyLevel.QUORUM;

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new InvalidQueryException(NODE, "v_u already exists"), Outcome.REFUSED, Kind.EXISTS),
                Arguments.of(new InvalidQueryException(NODE, "<role v_u> doesn't exist"), Outcome.REFUSED, Kind.ABSENT),
                Arguments.of(new InvalidQueryException(NODE, "Role v_u doesn't exist"), Outcome.REFUSED, Kind.ABSENT),
                Arguments.of(
                        new InvalidQueryException(NODE, "Resource <keyspace x> doesn't exist"),
                        Outcome.REFUSED,
                        Kind.INVALID),
                Arguments.of(new SyntaxError(NODE, "line 1:7"), Outcome.REFUSED, Kind.INVALID),
                Arguments.of(new UnauthorizedException(NODE, "no"), Outcome.REFUSED, Kind.UNAUTHORIZED),
                Arguments.of(new OverloadedException(NODE, "busy"), Outcome.REFUSED, Kind.UNAVAILABLE),
                Arguments.of(
                        new OverloadedException(NODE, "Password for role x can only be changed every 5000ms."),
                        Outcome.REFUSED,
                        Kind.TOO_SOON),
                Arguments.of(new ServerError(NODE, "java.lang.Error"), Outcome.OPEN, Kind.INVALID),
                Arguments.of(new UnavailableException(NODE, LEVEL, 2, 1), Outcome.OPEN, Kind.UNAVAILABLE),
                Arguments.of(new ReadTimeoutException(NODE, LEVEL, 1, 2, false), Outcome.OPEN, Kind.UNAVAILABLE),
                Arguments.of(
                        new WriteTimeoutException(NODE, LEVEL, 1, 2, DefaultWriteType.SIMPLE),
                        Outcome.OPEN,
                        Kind.UNAVAILABLE),
                Arguments.of(new DriverTimeoutException("late"), Outcome.OPEN, Kind.UNAVAILABLE),
                Arguments.of(new ClosedConnectionException("lost"), Outcome.OPEN, Kind.UNAVAILABLE),
                Arguments.of(new NoNodeAvailableException(), Outcome.UNSENT, Kind.UNAVAILABLE),
                Arguments.of(new IllegalStateException("Session is closed"), Outcome.UNSENT, Kind.UNAVAILABLE));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatBecameOfAStatementIsToldApart(RuntimeException failure, Outcome outcome, Kind kind) {
        CassandraFailure read = CassandraFailure.of(failure);

        assertThat(read.outcome()).isEqualTo(outcome);
        assertThat(read.kind()).isEqualTo(kind);
    }

    @Test
    void onlyAPasswordThatWasLookedAtIsRefused() {
        EndPoint endPoint = NODE.getEndPoint();

        assertThat(CassandraFailure.ofOpening(new AuthenticationException(
                                endPoint, "Provided username x and/or password are incorrect"))
                        .kind())
                .isEqualTo(Kind.LOGIN_REFUSED);
        assertThat(CassandraFailure.ofOpening(new AuthenticationException(endPoint, "x is not permitted to log in"))
                        .kind())
                .isEqualTo(Kind.LOGIN_NOT_PERMITTED);
        assertThat(CassandraFailure.ofOpening(new AuthenticationException(
                                endPoint, "Unable to perform authentication: Cannot achieve consistency level QUORUM"))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(CassandraFailure.ofOpening(new ConnectException("Connection refused"))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    private static Node node() {
        EndPoint endPoint = new DefaultEndPoint(InetSocketAddress.createUnresolved("node", 9042));
        return (Node) Proxy.newProxyInstance(
                Node.class.getClassLoader(),
                new Class<?>[] {Node.class},
                (proxy, method, arguments) -> method.getName().equals("getEndPoint") ? endPoint : null);
    }
}

package io.leasehold.database;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationListener;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Uses a rotating data source in a class loader that has no HikariCP. */
public final class WithoutHikari {

    private WithoutHikari() {}

    public static String userOf(String url, String username, String password) throws SQLException {
        RotatingSecret secret = fixed(HandDrivenSecret.secret(username, password));
        try (RotatingDataSource rotating =
                        RotatingDataSource.builder().secret(secret).url(url).build();
                Connection connection = rotating.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_user")) {
            row.next();
            return row.getString(1);
        }
    }

    /** A secret that never rotates. */
    static RotatingSecret fixed(Secret secret) {
        return new Fixed(secret);
    }

    private record Fixed(Secret current) implements RotatingSecret {

        @Override
        public Subscription subscribe(RotationListener listener) {
            return () -> {};
        }

        @Override
        public void reportRefused(Secret refused) {}

        @Override
        public void rotate() {}

        @Override
        public RotationStatus status() {
            return new RotationStatus(
                    "database/creds/app", 1, current.lease(), Optional.empty(), Duration.ZERO, 0, 0, Optional.empty());
        }

        @Override
        public void close() {}
    }
}

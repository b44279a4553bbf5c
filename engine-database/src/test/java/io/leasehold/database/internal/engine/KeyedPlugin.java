package io.leasehold.database.internal.engine;

import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.database.internal.sql.SqlDialect;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.AccountCredential;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.database.spi.UsernameRules;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A product of the tests that knows every type of credential, and remembers what it was given. */
final class KeyedPlugin implements DatabasePlugin {

    private static final RoleScripts SCRIPTS = new RoleScripts(
            SqlDialect.STANDARD,
            Placeholders.of(
                    Placeholders.NAME,
                    Placeholders.PASSWORD,
                    Placeholders.PUBLIC_KEY,
                    Placeholders.SUBJECT,
                    Placeholders.ISSUER));

    private static final String NAMES = "{{ printf \"v-%s-%s\" (.RoleName | truncate 30) (random 20) }}";

    final Map<String, AccountCredential> accounts = new HashMap<>();

    @Override
    public String name() {
        return "keyed-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return new UsernameRules(NAMES, 100);
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        return new Endpoint(settings.connectionUrl(), settings.connectionUrl(), List.of());
    }

    @Override
    public void check(RoleStatements statements) {
        SCRIPTS.check(statements);
    }

    @Override
    public void check(RoleStatements statements, String credentialType) {
        SCRIPTS.check(statements, credentialType);
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of("password", "rsa_private_key", "client_certificate");
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        return new DatabaseTarget() {
            @Override
            public List<String> verify(Duration timeLimit) {
                return List.of();
            }

            @Override
            public List<String> create(NewAccount account, Creation creation) {
                creation.confirm();
                accounts.put(account.username(), account.credential());
                return List.of();
            }

            @Override
            public void renew(Account account, Renewal renewal) {}

            @Override
            public Revoked revoke(Account account, Revocation revocation) {
                accounts.remove(account.username());
                return Revoked.verified();
            }

            @Override
            public void close() {}
        };
    }
}

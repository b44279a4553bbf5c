package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What every database plugin must do, on a real server. A plugin's test extends this class and supplies
 * {@link DatabaseUnderTest}; the database engine has to be on the class path.
 */
public abstract class DatabasePluginContract extends SecretEngineContract implements DatabaseUnderTest {

    /** The connection that the contract's roles use. */
    protected static final String CONNECTION = "target";

    private static final String ENGINE_TYPE = "database";
    private static final int THREADS = 12;
    private static final int READS_PER_THREAD = 3;

    /** Names of an application that would end a literal, a comment or a placeholder if they were not escaped. */
    private static final List<String> HOSTILE_NAMES = List.of(
            "o'brien",
            "say \"hi\"",
            "x'); DROP TABLE accounts; --",
            "*/ {{password}} /*",
            "$$ \\ ` $1 ? :name",
            "%s%n{{name}}{{expiration}}",
            "A".repeat(64));

    /** For subclasses. */
    protected DatabasePluginContract() {}

    @Override
    public final SecretEngineProvider engine() {
        return ServiceLoader.load(SecretEngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(ENGINE_TYPE))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the database engine is not on the class path"));
    }

    @Override
    public final void configure(SecretBroker broker, String mount) {
        broker.write(configPath(mount), connection(adminPassword()));
    }

    @Override
    public final void writeRole(SecretBroker broker, String mount, String role, Duration ttl, Duration maxTtl) {
        broker.write(
                rolePath(mount, role),
                Map.of(
                        "db_name",
                        CONNECTION,
                        "creation_statements",
                        creationStatements(),
                        "default_ttl",
                        ttl.toSeconds(),
                        "max_ttl",
                        maxTtl.toSeconds()));
    }

    @Override
    public final void writeFailingRole(SecretBroker broker, String mount, String role) {
        broker.write(rolePath(mount, role), Map.of("db_name", CONNECTION, "creation_statements", failingStatements()));
    }

    @Override
    public final boolean canLogin(Secret secret) {
        return canLogin(account(secret), String.valueOf(secret.data().get("password")));
    }

    /** The name of the application goes into user names, and breaks neither them nor the statements around them. */
    @Test
    protected void hostileDisplayNamesAreHarmless() {
        for (String name : HOSTILE_NAMES) {
            SecretBroker broker = startBroker(name);

            Secret secret = broker.read(credsPath(MOUNT, ROLE));

            assertThat(canLogin(secret)).as(name).isTrue();
            broker.leases().revoke(lease(secret).id());
            assertThat(nothingIsLeft()).as(name).isTrue();
        }
    }

    /** Twelve threads at once get their own users each, none fails, and all can be revoked in one go. */
    @Test
    protected void manyThreadsIssueAtOnce() throws Exception {
        Set<String> accounts = new HashSet<>();
        for (Secret secret : issueInParallel()) {
            accounts.add(account(secret));
        }

        assertThat(accounts).hasSize(THREADS * READS_PER_THREAD).isEqualTo(newAccounts());
        assertThat(broker().leases().revokePrefix(MOUNT)).isEqualTo(THREADS * READS_PER_THREAD);
        assertThat(nothingIsLeft()).isTrue();
    }

    /** Whoever is logged in when the lease is revoked is thrown out. */
    @Test
    protected void revokingEndsOpenSessions() {
        Secret secret = issue();
        try (UserSession session = login(
                        account(secret), String.valueOf(secret.data().get("password")))
                .orElseThrow()) {
            assertThat(session.isOpen()).isTrue();

            broker().leases().revoke(lease(secret).id());

            Awaitility.await("the session ends").until(() -> !session.isOpen());
        }
    }

    /** A template that always yields the same name is refused by its field, and the account that has the name survives. */
    @Test
    protected void aTemplateThatYieldsAnExistingNameIsRefused() {
        String existing = "contract_existing";
        createAccount(existing, "its-own-password");
        try {
            Map<String, Object> fields = new HashMap<>(connection(adminPassword()));
            fields.put("username_template", existing);

            assertThatThrownBy(() -> broker().write(configPath(MOUNT), fields))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            error -> assertThat(error.field()).contains("username_template"));
            assertThat(canLogin(issue())).as("the connection is as it was").isTrue();
            broker().leases().revokePrefix(MOUNT);
            assertThat(canLogin(existing, "its-own-password")).isTrue();
        } finally {
            removeAccount(existing);
        }
    }

    /** A connection that cannot log in is not stored, and the error does not repeat the password. */
    @Test
    protected void aWrongAdminPasswordIsRefused() {
        String wrong = "wrong-and-not-to-be-seen";

        assertThatThrownBy(() -> broker().write(MOUNT + "/config/broken", connection(wrong)))
                .isInstanceOf(LeaseholdException.class)
                .satisfies(error -> assertThat(allTextOf(error)).doesNotContain(wrong));
        assertThatThrownBy(() -> broker().read(MOUNT + "/config/broken")).isInstanceOf(NotFoundException.class);
    }

    /** Reading a connection shows everything but the password. */
    @Test
    protected void readingAConnectionShowsNoPassword() {
        Secret connection = broker().read(configPath(MOUNT));

        assertThat(connection.data().get("plugin_name")).isEqualTo(pluginName());
        assertThat(connection.data()).doesNotContainKey("password");
        assertThat(String.valueOf(new HashMap<>(connection.data()))).doesNotContain(adminPassword());
    }

    /** A role that makes nothing is refused by its field, unless the product has statements for it; those make a user. */
    @Test
    protected void aRoleWithoutCreationStatementsIsRefusedOrHasTheProductsOwn() {
        Map<String, Object> role = Map.of("db_name", CONNECTION, "creation_statements", List.of());
        if (hasDefaultStatements()) {
            broker().write(rolePath(MOUNT, "empty"), role);
            assertThat(canLogin(broker().read(credsPath(MOUNT, "empty")))).isTrue();
            return;
        }

        assertThatThrownBy(() -> {
                    broker().write(rolePath(MOUNT, "empty"), role);
                    broker().read(credsPath(MOUNT, "empty"));
                })
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("creation_statements");
    }

    /** A plugin that is not there is refused by its field. */
    @Test
    protected void anUnknownPluginIsRefused() {
        Map<String, Object> fields = new HashMap<>(connection(adminPassword()));
        fields.put("plugin_name", "no-such-plugin");

        assertThatThrownBy(() -> broker().write(MOUNT + "/config/other", fields))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("plugin_name"));
    }

    /** An account whose lease was lost is found and removed; a lease whose account was removed by hand ends; others stay. */
    @Test
    protected void reconcilingMendsWhatDoesNotAgree() {
        String stranger = "contract_stranger";
        createAccount(stranger, "its-own-password");
        try {
            Secret orphan = issue();
            Secret lost = issue();
            Secret sound = issue();
            dropLeaseOf(orphan);
            removeAccount(account(lost));

            assertFindings(broker().read(reconcilePath()), orphan, lost, "none");
            assertThat(canLogin(orphan)).as("a report changes nothing").isTrue();

            assertFindings(broker().write(reconcilePath()), orphan, lost, "done");
            assertThat(canLogin(orphan)).isFalse();
            assertThatThrownBy(() -> broker().leases().lookup(lease(lost).id())).isInstanceOf(NotFoundException.class);
            assertThat(canLogin(sound)).isTrue();
            assertThat(canLogin(stranger, "its-own-password")).isTrue();
            assertAgrees(broker().read(reconcilePath()));

            broker().leases().revokePrefix(MOUNT);
            assertThat(newAccounts())
                    .as("a product may have folded the name")
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase(stranger);
        } finally {
            removeAccount(stranger);
        }
    }

    /** What another broker made is never touched, unless an operator says that its store is gone for good. */
    @Test
    protected void reconcilingLeavesTheAccountsOfAnotherStoreAlone() {
        try (SecretBroker other = SecretBroker.builder().name("other").build()) {
            other.mounts().enable(MOUNT, ENGINE_TYPE);
            other.write(configPath(MOUNT), connection(adminPassword()));
            writeRole(other, MOUNT, ROLE, Duration.ofHours(1), Duration.ofHours(2));
            Secret foreign = other.read(credsPath(MOUNT, ROLE));

            assertAgrees(broker().write(reconcilePath()));

            assertThat(canLogin(foreign)).isTrue();
        }
    }

    private void assertFindings(Secret report, Secret orphan, Secret lost, String repair) {
        Map<?, ?> unknown = only(report, "accounts_without_lease");
        assertThat(unknown.get("account")).isEqualTo(account(orphan));
        assertThat(unknown.get("repair")).isEqualTo(repair);
        Map<?, ?> gone = only(report, "leases_without_account");
        assertThat(gone.get("account")).isEqualTo(account(lost));
        assertThat(gone.get("lease_id")).isEqualTo(lease(lost).id());
        assertThat(gone.get("repair")).isEqualTo(repair);
    }

    private static void assertAgrees(Secret report) {
        assertThat(report.data().get("accounts_without_lease")).isEqualTo(List.of());
        assertThat(report.data().get("leases_without_account")).isEqualTo(List.of());
    }

    private static Map<?, ?> only(Secret report, String list) {
        if (report.data().get(list) instanceof List<?> found && found.size() == 1) {
            return (Map<?, ?>) found.get(0);
        }
        throw new AssertionError(list + " has not one element: " + report.data());
    }

    /** Loses a lease as a store does that fails over to an old state: its account stays. */
    private void dropLeaseOf(Secret secret) {
        TargetOutage outage = requireOutage();
        outage.begin();
        broker().leases().revokeForce(lease(secret).id());
        outage.end();
        // Writing the connection anew lets the next call through at once.
        Awaitility.await("the target answers again").ignoreExceptions().until(() -> {
            configure(broker(), MOUNT);
            return true;
        });
        assertThat(canLogin(secret)).isTrue();
    }

    private static String reconcilePath() {
        return MOUNT + "/reconcile/" + CONNECTION;
    }

    private List<Secret> issueInParallel() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Secret>> reads = new ArrayList<>();
            for (int read = 0; read < THREADS * READS_PER_THREAD; read++) {
                reads.add(callers.submit(this::issue));
            }
            List<Secret> secrets = new ArrayList<>();
            for (Future<Secret> read : reads) {
                secrets.add(get(read));
            }
            return secrets;
        } finally {
            callers.shutdownNow();
        }
    }

    private static Secret get(Future<Secret> read) throws Exception {
        try {
            return read.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a read failed among others", e.getCause());
        }
    }

    private Map<String, Object> connection(String password) {
        Map<String, Object> fields = new HashMap<>(connectionFields());
        fields.put("plugin_name", pluginName());
        fields.put("connection_url", connectionUrl());
        fields.put("username", adminUser());
        fields.put("password", password);
        fields.put("allowed_roles", "*");
        return fields;
    }

    private boolean canLogin(String user, String password) {
        Optional<UserSession> session = login(user, password);
        if (session.isEmpty()) {
            return false;
        }
        try (UserSession open = session.get()) {
            return open.isOpen();
        }
    }

    private static String configPath(String mount) {
        return mount + "/config/" + CONNECTION;
    }
}

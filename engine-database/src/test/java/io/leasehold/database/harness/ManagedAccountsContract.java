package io.leasehold.database.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.SecretBroker;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every plugin that rotates passwords must do, on a real server. Those that take statements for it extend
 * {@link StatementRotationContract}.
 */
public abstract class ManagedAccountsContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    static final String OLD = "the-0ld-password";
    static final String NEW = "the-n3w-password";

    /** What ends a literal, an identifier, a placeholder or a rule where it is not escaped. */
    static final List<String> HOSTILE = List.of(
            "it's hostile",
            "'; DROP TABLE accounts; --",
            "say \"hi\" `there`",
            "back\\slash\\",
            "at the end \\'",
            "{{name}}{{password}}",
            "$$ $1 ${x} $tag$",
            "%s%n?:x",
            "*/ nopass #",
            ">on <off ~* &* +@all",
            " leading and trailing ");

    protected final String account = unique("managed");
    /** Some tests open two at once. */
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    private final List<String> created = new ArrayList<>();

    /** The server and its own driver, as in the contract of plugins. */
    protected abstract DatabasePluginContract database();

    /** Makes an account that may administer others. */
    protected abstract void createAdministrator(String name, String password);

    /** Statements that set the password, where the product takes any. */
    protected List<String> rotation() {
        return List.of();
    }

    /** Statements that the server refuses, saying what stood in the place of the password, where it takes any. */
    protected List<String> failingRotation() {
        return List.of();
    }

    /** Whether only one caller at a time is inside the server's exclusion for an account. */
    boolean oneAtATime() {
        return false;
    }

    /** Passwords with what ends a literal elsewhere; fewer where the product has none with some of it. */
    protected List<String> hostilePasswords() {
        return HOSTILE;
    }

    /** Passwords beyond ASCII; empty where the connection's settings take none. */
    protected List<String> unicodePasswords() {
        return List.of("\u00fcml\u00e4ut-\u5bc6\u7801-\ud83d\udd11");
    }

    /** Fields of the connection that only the product has. */
    protected Map<String, Object> pluginFields() {
        return database().connectionFields();
    }

    /** Whether a session goes on when its user gets another password; it does not where each request logs in anew. */
    protected boolean sessionsOutliveTheirPassword() {
        return true;
    }

    @BeforeEach
    void createTheAccount() {
        create(account);
    }

    @AfterEach
    void closeAll() throws Exception {
        database().outage().ifPresent(TargetOutage::end);
        for (AutoCloseable target : opened) {
            target.close();
        }
        created.forEach(database()::removeAccount);
        database().release();
    }

    @Test
    void theNewPasswordIsTakenAndTheOldOneIsNot() {
        set(account, NEW);

        assertThat(canLogin(account, NEW)).isTrue();
        assertThat(canLogin(account, OLD)).isFalse();
    }

    @Test
    void theServerIsAskedWhatItTakes() {
        assertThat(accepts(account, OLD)).isTrue();
        assertThat(accepts(account, NEW)).isFalse();

        set(account, NEW);

        assertThat(accepts(account, NEW)).isTrue();
        assertThat(accepts(account, OLD)).isFalse();
        assertThat(accepts(unique("absent"), NEW)).isFalse();
    }

    @Test
    void anOpenSessionStaysOpenWhereThereAreSessions() {
        try (UserSession session = database().login(account, OLD).orElseThrow()) {
            set(account, NEW);

            assertThat(session.isOpen()).isEqualTo(sessionsOutliveTheirPassword());
        }
    }

    @Test
    void anAccountThatIsNotThereIsRefusedAndNotMade() {
        String absent = unique("absent");

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> set(absent, NEW));

        assertThat(refused).hasMessageContaining(absent);
        assertThat(refused.effectPossible()).isFalse();
        assertThat(database().accounts()).doesNotContain(absent).contains(account);
    }

    @Test
    void aChangeThatIsNotConfirmedIsNotMade() {
        IllegalStateException overtaken = new IllegalStateException("overtaken");
        Change change = new Change(() -> {
            throw overtaken;
        });

        assertThat(catchThrowable(() -> set(account, NEW, List.of(), change))).isSameAs(overtaken);

        assertThat(canLogin(account, OLD)).isTrue();
        assertThat(canLogin(account, NEW)).isFalse();
        set(account, NEW);
        assertThat(canLogin(account, NEW)).as("nothing is held").isTrue();
    }

    @Test
    void theChangeIsConfirmedOnceBeforeAnythingIsChanged() {
        List<Boolean> seen = new ArrayList<>();
        Change change = new Change(() -> seen.add(canLogin(account, OLD) && !canLogin(account, NEW)));

        set(account, NEW, List.of(), change);

        assertThat(seen).containsExactly(true);
        assertThat(canLogin(account, NEW)).isTrue();
    }

    @Test
    void settingTheSamePasswordAgainIsHarmless() {
        set(account, NEW);
        set(account, NEW);

        assertThat(canLogin(account, NEW)).isTrue();
    }

    @Test
    void everyPasswordArrivesAsItIs() {
        List<String> passwords = new ArrayList<>(hostilePasswords());
        passwords.addAll(unicodePasswords());
        for (String password : passwords) {
            set(account, password);

            assertThat(accepts(account, password)).as(password).isTrue();
            assertThat(canLogin(account, password)).as(password).isTrue();
            assertThat(accepts(account, password + "x")).as(password).isFalse();
        }
    }

    /** One of them may be told that the other was at work; but not both, and what is told to be set is what is taken. */
    @Test
    void thePasswordOfTwoCallersAtOnceIsOneOfTheTwo() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                List<String> passwords = List.of("first-" + round, "second-" + round);
                CyclicBarrier start = new CyclicBarrier(2);
                Change together = new Change(() -> meet(start));
                List<Future<Boolean>> calls = new ArrayList<>();
                for (String password : passwords) {
                    calls.add(callers.submit(() -> isSet(password, oneAtATime() ? new Change() : together)));
                }
                List<String> set = new ArrayList<>();
                for (int i = 0; i < calls.size(); i++) {
                    if (calls.get(i).get()) {
                        set.add(passwords.get(i));
                    }
                }
                assertThat(passwords.stream().filter(password -> accepts(account, password)))
                        .hasSize(1)
                        .allMatch(set::contains);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private boolean isSet(String password, Change change) {
        try {
            set(account, password, List.of(), change);
            return true;
        } catch (TargetUnavailableException overtaken) {
            assertThat(overtaken.answered()).isTrue();
            assertThat(overtaken.effectPossible()).isFalse();
            return false;
        }
    }

    /** Where nobody waits for an account, both are inside at once. */
    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the other caller did not come", e);
        }
    }

    @Test
    void aServerThatCannotBeReachedIsUnavailable() {
        TargetOutage outage = database().outage().orElseThrow();
        accepts(account, OLD);
        AtomicInteger confirmed = new AtomicInteger();
        outage.begin();

        assertThatThrownBy(() -> accepts(account, OLD)).isInstanceOf(TargetUnavailableException.class);
        assertThatThrownBy(() -> set(account, NEW, List.of(), new Change(confirmed::incrementAndGet)))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        failure -> assertThat(failure.effectPossible()).isFalse());

        outage.end();
        assertThat(confirmed).hasValue(0);
        assertThat(accepts(account, OLD)).isTrue();
    }

    @Test
    void noErrorShowsThePassword() {
        for (String password :
                failingRotation().isEmpty() ? List.<String>of() : List.of("Tell-nobody_1", "it's \\me\"")) {
            Throwable failure = catchThrowable(() -> set(account, password, failingRotation(), new Change()));

            assertThat(failure).isInstanceOf(TargetRefusedException.class);
            assertThat(text(failure))
                    .contains("statement 1")
                    .doesNotContain(password)
                    .doesNotContain("nobody")
                    .doesNotContain("me\"")
                    .doesNotContain("SCRAM-SHA-256$");
        }
        TargetOutage outage = database().outage().orElseThrow();
        outage.begin();
        assertThat(text(catchThrowable(() -> accepts(account, NEW)))).doesNotContain(NEW);
        assertThat(text(catchThrowable(() -> set(account, NEW)))).doesNotContain(NEW);
        assertThat(text(catchThrowable(() -> set(unique("absent"), NEW)))).doesNotContain(NEW);
    }

    @Test
    protected void badStatementsAreRefusedByFieldAndNumber() {
        PasswordRotation rotation = (PasswordRotation) plugin();
        rotation.checkRotation("rotation_statements", List.of());
        rotation.checkRotation("rotation_statements", rotation());

        List<String> bad = new ArrayList<>(rotation());
        bad.add("ALTER {{nmae}} '{{password}}'");
        assertThatThrownBy(() -> rotation.checkRotation("root_rotation_statements", bad))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("root_rotation_statements"))
                .hasMessageContaining(rotation().isEmpty() ? "not supported" : "statement " + bad.size());
    }

    @Test
    void statementsThatDoNotUseThePasswordAreRefused() {
        PasswordRotation rotation = (PasswordRotation) plugin();

        assertThatThrownBy(() -> rotation.checkRotation("rotation_statements", List.of("SELECT '{{name}}'")))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("rotation_statements"));
    }

    @Test
    void anAdministratorChangesItsOwnPassword() {
        String administrator = unique("root");
        database().removeAccount(account);
        created.clear();
        createAdministrator(administrator, OLD);
        created.add(administrator);
        DatabaseTarget target = open(administrator, OLD);

        ((ManagedAccounts) target).setPassword(managed(administrator, NEW, List.of()), new Change());

        assertThat(((ManagedAccounts) target).accepts(administrator, SecretText.of(NEW), LIMIT))
                .isTrue();
        assertThat(((ManagedAccounts) target).accepts(administrator, SecretText.of(OLD), LIMIT))
                .isFalse();
        open(administrator, NEW).verify(LIMIT);
    }

    /** The same through the engine: a static role, rotated at once, on request, and left alone when it is deleted. */
    @Test
    void aStaticRoleOfTheAccountIsRotated() {
        try (SecretBroker broker = broker(database().adminUser(), database().adminPassword())) {
            broker.write(
                    "database/static-roles/legacy",
                    Map.of("db_name", "app", "username", account, "rotation_period", "24h"));
            String first = staticPassword(broker);
            assertThat(canLogin(account, first)).isTrue();
            assertThat(canLogin(account, OLD)).isFalse();

            broker.write("database/static-roles/legacy/rotate-credentials");
            String second = staticPassword(broker);
            assertThat(canLogin(account, second)).isTrue();
            assertThat(canLogin(account, first)).isFalse();

            broker.delete("database/static-roles/legacy");
            assertThat(canLogin(account, second)).isTrue();
            assertThat(account).isNotIn(broker.list("database/static-roles"));
        }
    }

    /** Two accounts in turn: what was read before the rotation goes on working. */
    @Test
    void twoAccountsOfAStaticRoleAreRotatedInTurn() {
        String alternate = unique("alternate");
        create(alternate);
        try (SecretBroker broker = broker(database().adminUser(), database().adminPassword())) {
            broker.write(
                    "database/static-roles/legacy",
                    Map.of(
                            "db_name",
                            "app",
                            "username",
                            account,
                            "alternate_username",
                            alternate,
                            "rotation_period",
                            "24h"));
            String first = staticPassword(broker);
            broker.write("database/rotate-role/legacy");

            assertThat(broker.read("database/static-creds/legacy").data()).containsEntry("username", alternate);
            assertThat(canLogin(alternate, staticPassword(broker))).isTrue();
            assertThat(canLogin(account, first)).isTrue();
        }
    }

    /** The administrator's password is replaced by one that nobody else knows, and the connection goes on with it. */
    @Test
    void theAdministratorOfAConnectionIsRotated() {
        String administrator = unique("root");
        database().removeAccount(account);
        created.clear();
        createAdministrator(administrator, OLD);
        created.add(administrator);
        try (SecretBroker broker = broker(administrator, OLD)) {
            broker.write("database/config/app/rotate-root");
            assertThat(canLogin(administrator, OLD)).isFalse();

            broker.write("database/reset/app");
            broker.write("database/rotate-root/app");
            broker.write("database/reset/app");
            assertThat(broker.read("database/config/app").data())
                    .containsKey("last_vault_rotation")
                    .doesNotContainKey("rotation_error");
        }
    }

    private SecretBroker broker(String administrator, String password) {
        SecretBroker broker = SecretBroker.builder().name("billing").build();
        broker.mounts().enable("database", "database");
        Map<String, Object> fields = new HashMap<>(database().connectionFields());
        fields.put("plugin_name", database().pluginName());
        fields.put("allowed_roles", "*");
        fields.put("connection_url", database().connectionUrl());
        fields.put("username", administrator);
        fields.put("password", password);
        broker.write("database/config/app", fields);
        return broker;
    }

    private static String staticPassword(SecretBroker broker) {
        return String.valueOf(broker.read("database/static-creds/legacy").data().get("password"));
    }

    @Test
    void theFieldsAreWhatTheAdministratorLogsInWith() {
        PasswordRotation rotation = (PasswordRotation) plugin();

        assertThat(rotation.logsInByFields(settings(database().adminUser(), OLD)))
                .isTrue();
    }

    /** A target of the administrator. */
    protected final ManagedAccounts target() {
        return (ManagedAccounts) open(database().adminUser(), database().adminPassword());
    }

    /** A target of somebody. */
    protected final DatabaseTarget open(String username, String password) {
        return open(settings(username, password));
    }

    protected final DatabaseTarget open(ConnectionSettings settings) {
        DatabaseTarget target = plugin().open(settings, new TargetIdentity("t", "app", "leasehold"));
        opened.add(target);
        return target;
    }

    protected final ConnectionSettings settings(String username, String password) {
        return settings(database().connectionUrl(), username, password);
    }

    protected final ConnectionSettings settings(String url, String username, String password) {
        return new ConnectionSettings(url, username, SecretText.of(password), 4, 2, Duration.ZERO, pluginFields());
    }

    protected final DatabasePlugin plugin() {
        return ServiceLoader.load(DatabasePlugin.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(plugin -> plugin.name().equals(database().pluginName()))
                .findFirst()
                .orElseThrow();
    }

    protected final void set(String name, String password) {
        set(name, password, List.of(), new Change());
    }

    protected final void set(String name, String password, List<String> statements, PasswordChange change) {
        target().setPassword(managed(name, password, statements), change);
    }

    protected final boolean accepts(String name, String password) {
        return target().accepts(name, SecretText.of(password), LIMIT);
    }

    protected final boolean canLogin(String name, String password) {
        Optional<UserSession> session = database().login(name, password);
        session.ifPresent(UserSession::close);
        return session.isPresent();
    }

    protected static ManagedAccount managed(String name, String password, List<String> statements) {
        return new ManagedAccount(name, SecretText.of(password), statements);
    }

    protected static String unique(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().substring(0, 8);
    }

    protected final void closeAfterwards(AutoCloseable what) {
        opened.add(what);
    }

    protected final void dropAfterwards(String name) {
        created.add(name);
    }

    private void create(String name) {
        database().createAccount(name, OLD);
        dropAfterwards(name);
    }

    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** A change that is confirmed by what the test says. */
    public record Change(Runnable confirmation) implements PasswordChange {

        public Change() {
            this(() -> {});
        }

        @Override
        public Duration timeLeft() {
            return LIMIT;
        }

        @Override
        public void confirm() {
            confirmation.run();
        }
    }
}

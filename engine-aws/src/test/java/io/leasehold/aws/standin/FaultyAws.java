package io.leasehold.aws.standin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Answers the SDK's clients of IAM and STS on 127.0.0.1 and a free port. Not AWS: see the package. There is an account,
 * 123456789012, with one user, the {@linkplain #admin() administrator}, who may do everything; all others may do what a test
 * {@linkplain #allow says}. Beside it there is {@linkplain #other() another one} with nothing in it. Thread-safe, but for {@link #refuseConnections()} and {@link #acceptConnections()}.
 */
public final class FaultyAws implements AutoCloseable {

    /** The account. */
    public static final String ACCOUNT = Account.ID;

    /** The code that every MFA device shows. */
    public static final String MFA_CODE = "123456";

    /** The name of the administrator. */
    public static final String ADMIN = "standin-admin";

    private final Propagation propagation = new Propagation();
    private final Faults faults = new Faults();
    private final RequestLog log = new RequestLog();
    private final Account account;
    private final Account otherAccount;
    private final Listener listener;
    private final AwsBasicCredentials admin;

    private FaultyAws(Supplier<Instant> clock) {
        account = new Account(clock, propagation);
        otherAccount = account.another(OtherAccount.ID);
        synchronized (account) {
            StandInUser user = account.createUser(ADMIN, "/", "");
            account.permissions.allow(user.arn(), "*");
            StandInKey key = account.createKey(user);
            key.settled = true;
            admin = AwsBasicCredentials.create(key.id, key.secret);
        }
        listener = new Listener(new QueryHandler(account, otherAccount, faults, log));
    }

    /**
     * Starts one.
     *
     * @param clock what time it is, such as {@code storage::now}: expirations and delays go by it
     */
    public static FaultyAws start(Supplier<Instant> clock) {
        return new FaultyAws(clock);
    }

    /** Where both services answer, for {@code endpointOverride}. */
    public URI url() {
        return listener.url();
    }

    /** The administrator's key. No delay holds it up. */
    public AwsBasicCredentials admin() {
        return admin;
    }

    /** Another account, into which roles lead. */
    public OtherAccount other() {
        return new OtherAccount(otherAccount, account);
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** What takes its time. */
    public Propagation propagation() {
        return propagation;
    }

    /** What was asked. */
    public RequestLog log() {
        return log;
    }

    /** Refuses connections from now on, and cuts those that there are. */
    public void refuseConnections() {
        listener.refuse();
    }

    /** Accepts connections again, on the same port. */
    public void acceptConnections() {
        listener.listen();
    }

    /** The ARN of a user in the path {@code /}. */
    public static String userArn(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":user/" + name;
    }

    /** Lets a user or a role do something, such as {@code iam:CreateUser} or {@code iam:*}. */
    public void allow(String principalArn, String... actions) {
        synchronized (account) {
            account.permissions.allow(principalArn, actions);
        }
    }

    /** Lets a user or a role do what a policy document allows, which has no conditions. */
    public void attach(String principalArn, String document) {
        synchronized (account) {
            account.permissions.attach(principalArn, document);
        }
    }

    /** Keeps a user or a role from doing something, whatever it is allowed, until it is allowed again. */
    public void deny(String principalArn, String... actions) {
        synchronized (account) {
            account.permissions.deny(principalArn, actions);
        }
    }

    /** Adds a managed policy by its ARN. */
    public void addPolicy(String arn) {
        synchronized (account) {
            account.managedPolicies.add(Rules.policyArn("policyArn", arn));
        }
    }

    /**
     * Adds a group.
     *
     * @param inline its own policies, documents by name
     * @param attached ARNs of policies that are attached to it
     */
    public void addGroup(String name, Map<String, String> inline, String... attached) {
        synchronized (account) {
            StandInGroup group = new StandInGroup(Rules.name("groupName", name, 1, 128));
            group.inline.putAll(inline);
            group.attached.addAll(Set.of(attached));
            account.groups.put(name, group);
        }
    }

    /** Has a role trust tokens of the identity provider that are for an audience. */
    public void trustWebIdentity(String roleArn, String audience) {
        synchronized (account) {
            account.identityProvider.trusted.put(roleArn, audience);
        }
    }

    /** Has the identity provider issue a token for this application. */
    public String identityToken(String audience, Duration life) {
        synchronized (account) {
            return account.identityProvider.issue(new WebIdentityActions.Token(
                    audience, "billing", account.now().plus(life)));
        }
    }

    /** Adds a role, or changes it. */
    public void addRole(StandInRole role) {
        synchronized (account) {
            account.of(role.account()).orElseThrow().roles.put(Rules.roleArn(role.arn()), role);
        }
    }

    /** The inline policies of a role, documents by name. */
    public Map<String, String> policiesOfRole(String roleName) {
        synchronized (account) {
            return Map.copyOf(account.rolePolicies.getOrDefault(roleName, new TreeMap<>()));
        }
    }

    /** Hangs something on a user, as a person at the console would. The id of a login profile is the user's name. */
    public void addExtra(String userName, Extra kind, String id) {
        synchronized (account) {
            account.users.get(userName).extras(kind).add(id);
            if (kind == Extra.MFA_DEVICE) {
                account.mfaDevices.add(id);
            }
        }
    }

    /** Adds a user in the path {@code /}, as somebody else would make one. */
    public void addUser(String name, Map<String, String> tags) {
        synchronized (account) {
            account.createUser(name, "/", "").tags.putAll(tags);
        }
    }

    /** Takes a user's tags away. */
    public void untag(String userName) {
        synchronized (account) {
            account.users.get(userName).tags.clear();
        }
    }

    /** How many users there may be, the administrator included; 5000 at first. */
    public void userQuota(int users) {
        synchronized (account) {
            account.userQuota = users;
        }
    }

    /** How many items a list shows at once; 100 at first. */
    public void pageSize(int items) {
        synchronized (account) {
            account.pageSize = items;
        }
    }

    /** The names of all users but the administrator. */
    public Set<String> users() {
        synchronized (account) {
            Set<String> names = new TreeSet<>(account.users.keySet());
            names.remove(ADMIN);
            return names;
        }
    }

    /** The ids of a user's access keys; none when there is no such user. */
    public Set<String> keysOf(String userName) {
        synchronized (account) {
            StandInUser user = account.users.get(userName);
            return user == null ? Set.of() : Set.copyOf(user.keys.keySet());
        }
    }

    /** The ids of those of a user's access keys that are active. */
    public Set<String> activeKeysOf(String userName) {
        synchronized (account) {
            Set<String> active = new TreeSet<>(keysOf(userName));
            active.removeIf(id -> !account.keys.get(id).active);
            return active;
        }
    }

    /** Lets go what waits, and ends. */
    @Override
    public void close() {
        faults.clear();
        listener.close();
    }
}

package io.leasehold.aws.standin;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What there is in an account. Guarded by the monitor of the first account: who uses any holds that. */
final class Account {

    static final String ID = "123456789012";
    static final int DEFAULT_USER_QUOTA = 5000;
    static final int DEFAULT_PAGE = 100;

    final SortedMap<String, StandInUser> users = new TreeMap<>();
    final Map<String, StandInKey> keys = new HashMap<>();
    final Map<String, StandInSession> sessions = new HashMap<>();
    final SortedMap<String, StandInGroup> groups = new TreeMap<>();
    final Map<String, StandInRole> roles = new HashMap<>();
    /** Inline policies of roles: documents by policy by the role's name. */
    final Map<String, SortedMap<String, String>> rolePolicies = new HashMap<>();

    final Set<String> managedPolicies = new TreeSet<>();
    /** MFA devices, which outlive their activation. */
    final Set<String> mfaDevices = new TreeSet<>();

    final WebIdentityActions.Provider identityProvider = new WebIdentityActions.Provider();
    final Permissions permissions = new Permissions();
    final Propagation propagation;
    int userQuota = DEFAULT_USER_QUOTA;
    int pageSize = DEFAULT_PAGE;
    final String id;
    private final Supplier<Instant> clock;
    private final Map<String, Account> all;

    /** The first one. */
    Account(Supplier<Instant> clock, Propagation propagation) {
        this(ID, clock, propagation, new HashMap<>());
    }

    private Account(String id, Supplier<Instant> clock, Propagation propagation, Map<String, Account> all) {
        this.id = id;
        this.clock = clock;
        this.propagation = propagation;
        this.all = all;
        all.put(id, this);
    }

    /** Another one, beside this. */
    Account another(String otherId) {
        return new Account(otherId, clock, propagation, all);
    }

    /** The account of an id, if there is one. */
    Optional<Account> of(String accountId) {
        return Optional.ofNullable(all.get(accountId));
    }

    Instant now() {
        return clock.get();
    }

    /** Makes a user, as CreateUser does. */
    StandInUser createUser(String name, String path, String boundary) {
        // "Names are not distinguished by case" (CreateUser).
        if (users.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            throw AwsError.exists("User with name " + name + " already exists.");
        }
        if (users.size() >= userQuota) {
            throw AwsError.limitExceeded("UsersPerAccount", userQuota);
        }
        StandInUser user = new StandInUser(id, name, path, boundary, now());
        users.put(name, user);
        return user;
    }

    void deleteUser(StandInUser user) {
        user.requireBare();
        users.remove(user.name);
        permissions.forget(user.arn());
        sessions.values().removeIf(each -> each.base() == user);
    }

    StandInKey createKey(StandInUser user) {
        StandInKey key = new StandInKey(user, now());
        user.keys.put(key.id, key);
        keys.put(key.id, key);
        return key;
    }

    StandInSession open(StandInSession session) {
        sessions.put(session.keyId(), session);
        return session;
    }

    /** The user that a call names, if the call may see it already. */
    StandInUser user(Call call) {
        return user(call.parameters().required("UserName"), call.action());
    }

    /** The user that a call names, or else the one that calls. */
    StandInUser userOrCaller(Call call) {
        Optional<String> named = call.parameters().optional("UserName");
        if (named.isPresent()) {
            return user(named.get(), call.action());
        }
        if (call.caller().user() == null) {
            throw AwsError.validation("Must specify userName when calling with non-User credentials");
        }
        return call.caller().user();
    }

    private StandInUser user(String name, String action) {
        Rules.name("userName", name, 1, 128);
        StandInUser user = users.get(name);
        if (user == null || !propagation.shows(user, action, now())) {
            throw AwsError.noSuchEntity("The user with name " + name + " cannot be found.");
        }
        return user;
    }

    StandInGroup group(Call call) {
        String name = Rules.name("groupName", call.parameters().required("GroupName"), 1, 128);
        StandInGroup group = groups.get(name);
        if (group == null) {
            throw AwsError.noSuchEntity("The group with name " + name + " cannot be found.");
        }
        return group;
    }

    /** A managed policy by its ARN, which has to exist. */
    String managedPolicy(String field, String arn) {
        if (!managedPolicies.contains(Rules.policyArn(field, arn))) {
            throw AwsError.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
        }
        return arn;
    }
}

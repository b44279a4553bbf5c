package io.leasehold.aws.internal.engine;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.name.AwsNames;
import io.leasehold.aws.internal.role.CredentialType;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.aws.internal.root.RootTarget;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.aws.internal.session.NewSession;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.TargetEntry;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code creds/} and {@code sts/}: plans new credentials. */
final class CredentialRoutes {

    /**
     * What the id of the target of sessions ends with. Nothing has to be removed for them, so that neither a wait for IAM nor a
     * configuration that is to go has to heed them.
     */
    static final String SESSIONS = "-sts";

    private final EngineContext context;
    private final Roots roots;
    private final Roles roles;
    private final LeaseLengths lengths;
    private volatile AwsNames names = AwsNames.of("");

    CredentialRoutes(EngineContext context, Roots roots, Roles roles, LeaseLengths lengths) {
        this.context = context;
        this.roots = roots;
        this.roles = roles;
        this.lengths = lengths;
    }

    /**
     * The fields of a request for a credential.
     *
     * @param ttl how long a session is to last, or the length of a user's lease
     * @param roleArn the role to assume, of those that the role has
     * @param roleSessionName the session's name
     * @param mfaCode the code of the MFA device
     */
    public record CredentialRequest(
            @Field("How long a session is to last, or the length of the lease of a user.") @Nullable
            Duration ttl,

            @Field("The role to assume; required when there are several.") @Nullable
            String roleArn,

            @Field("The session's name; what AWS does not take in it becomes a hyphen.") @Nullable
            String roleSessionName,

            @Field("The code that the MFA device shows.") @Nullable
            String mfaCode) {

        @Override
        public String toString() {
            return "CredentialRequest[ttl=" + ttl + ", roleArn=" + roleArn + "]";
        }
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String folder : List.of("creds", "sts")) {
            routes.add(Route.at(folder + "/{name}")
                    .on(Operation.READ, "Makes a credential of a role.", CredentialRequest.class, this::issue)
                    .on(Operation.WRITE, "Makes a credential of a role.", CredentialRequest.class, this::issue)
                    .build());
        }
        return routes;
    }

    private Reply issue(Call call, CredentialRequest request) {
        String roleName = call.variable("name");
        Roles.Read role = roles.get(roleName);
        Versioned<TargetEntry> root = roots.get();
        RootTarget target = root.value().current(RootTarget.class).orElseThrow();
        AwsNames names = names(target.settings());
        String targetId = root.value().currentTarget();
        CredentialType type = role.rules().type();
        return Reply.leased(
                type.isSession()
                        ? session(call, request, role, names, root, targetId)
                        : user(call, request, role, names, root, targetId));
    }

    /** A template is read when it changed, and not at each request. */
    private AwsNames names(AwsRoot root) {
        String template = root.usernameTemplate() == null ? "" : root.usernameTemplate();
        AwsNames known = names;
        if (!known.isBy(template)) {
            known = AwsNames.of(template);
            names = known;
        }
        return known;
    }

    private Plan user(
            Call call,
            CredentialRequest request,
            Roles.Read role,
            AwsNames names,
            Versioned<TargetEntry> root,
            String targetId) {
        refuse("role_arn", request.roleArn(), "assumed_role");
        refuse("role_session_name", request.roleSessionName(), "assumed_role");
        refuse("mfa_code", request.mfaCode(), "session_token");
        String roleName = call.variable("name");
        String name = names.user(call.caller().displayName(), roleName, context.now(), context.random());
        return new Plan(
                roleName,
                targetId,
                name,
                RevocationData.of(
                        new CredentialData(targetId, role.rules().type().spelling(), name)),
                lengths.terms(),
                request.ttl(),
                List.of(root, role.entry()),
                new UserMaterial(name, roleName, role.rules()));
    }

    private Plan session(
            Call call,
            CredentialRequest request,
            Roles.Read role,
            AwsNames names,
            Versioned<TargetEntry> root,
            String targetId) {
        RoleRules rules = role.rules();
        String roleName = call.variable("name");
        boolean chained = SessionRoot.is(
                root.value().current(RootTarget.class).map(RootTarget::settings).orElseThrow());
        if (chained) {
            SessionRoot.requireAble(rules.type(), roleName);
        }
        Duration longest = chained ? SessionRoot.longest(rules) : rules.maxTtl();
        Duration asked = request.ttl() == null || request.ttl().isZero() ? rules.defaultTtl() : request.ttl();
        boolean capped = asked.compareTo(longest) > 0;
        Duration life = capped ? longest : asked;
        if (life.compareTo(CredentialType.SHORTEST_SESSION) < 0) {
            throw new InvalidRequestException(
                    "ttl", life.toSeconds() + "s is too short: AWS gives sessions of 900s or more");
        }
        Instant now = context.now();
        String name = sessionName(call, request, rules, names, now);
        NewSession session = new NewSession(rules, name, roleArn(request, rules), life, mfaCode(request, rules));
        boolean byChain = longest.compareTo(rules.maxTtl()) < 0;
        String cap = capped && (byChain || request.ttl() != null)
                ? "ttl of " + asked.toSeconds() + "s was cut to " + life.toSeconds() + "s, the longest that "
                        + (byChain ? "AWS gives to a root credential that is itself a session" : "the role gives")
                : "";
        String unique = names.user(call.caller().displayName(), roleName, now, context.random());
        return new Plan(
                roleName,
                targetId + SESSIONS,
                unique,
                data(targetId, session, name),
                LeaseTerms.fixed(life, life),
                null,
                List.of(root, role.entry()),
                new SessionMaterial(targetId, session, cap));
    }

    private String sessionName(Call call, CredentialRequest request, RoleRules rules, AwsNames names, Instant now) {
        String given = request.roleSessionName();
        if (given != null && !given.isEmpty()) {
            if (rules.type() != CredentialType.ASSUMED_ROLE) {
                refuse("role_session_name", given, "assumed_role");
            }
            return AwsNames.session(given);
        }
        String roleName = call.variable("name");
        String displayName = call.caller().displayName();
        return rules.type() == CredentialType.FEDERATION_TOKEN
                ? names.federation(displayName, roleName, now, context.random())
                : names.user(displayName, roleName, now, context.random());
    }

    private static String roleArn(CredentialRequest request, RoleRules rules) {
        String given = request.roleArn() == null ? "" : request.roleArn();
        if (rules.type() != CredentialType.ASSUMED_ROLE) {
            refuse("role_arn", given, "assumed_role");
            return "";
        }
        if (given.isEmpty()) {
            if (rules.roleArns().size() > 1) {
                throw new InvalidRequestException(
                        "role_arn", "is required, because the role has several: give one of " + rules.roleArns());
            }
            return rules.roleArns().get(0);
        }
        if (!rules.roleArns().contains(given)) {
            throw new InvalidRequestException("role_arn", "is not one of the role's: give one of " + rules.roleArns());
        }
        return given;
    }

    private static String mfaCode(CredentialRequest request, RoleRules rules) {
        String given = request.mfaCode() == null ? "" : request.mfaCode();
        if (rules.type() != CredentialType.SESSION_TOKEN) {
            refuse("mfa_code", given, "session_token");
            return "";
        }
        if (!given.isEmpty() && rules.mfaSerial().isEmpty()) {
            throw new InvalidRequestException("mfa_code", "is of no use: the role has no mfa_serial_number");
        }
        if (given.isEmpty() && !rules.mfaSerial().isEmpty()) {
            throw new InvalidRequestException(
                    "mfa_code", "is required: give the six digits that the device of mfa_serial_number shows");
        }
        if (!given.isEmpty() && !given.matches("\\d{6}")) {
            throw new InvalidRequestException("mfa_code", "is not six digits");
        }
        return given;
    }

    private static void refuse(String field, @Nullable String value, String type) {
        if (value != null && !value.isEmpty()) {
            throw new InvalidRequestException(field, "is for roles of credential_type " + type + " only: leave it out");
        }
    }

    private static RevocationData data(String targetId, NewSession session, String name) {
        String type = session.rules().type().spelling();
        return RevocationData.of(
                session.rules().deniesOlder()
                        ? new CredentialData(targetId, type, name, session.roleArn(), null, null, session.duration())
                        : new CredentialData(targetId, type, name));
    }

    /**
     * What only the creation of a user needs.
     *
     * @param name its name
     * @param roleName the role, which its inline policy is named after
     * @param rules what it may do
     */
    record UserMaterial(String name, String roleName, RoleRules rules) implements Plan.Material {

        @Override
        public String toString() {
            return "UserMaterial[name=" + name + "]";
        }
    }

    /**
     * What only the request for a session needs.
     *
     * @param targetId the target that it is a session of
     * @param session what to ask for
     * @param cap what became of the life that was asked for; empty when it is what it is
     */
    record SessionMaterial(String targetId, NewSession session, String cap) implements Plan.Material {

        @Override
        public String toString() {
            return "SessionMaterial[" + session + "]";
        }
    }
}

package io.leasehold.aws.internal.preflight;

import java.util.List;

/**
 * What the engine does, and the actions that it needs for it: the one table of them. What an action is checked against is "Actions,
 * resources, and condition keys for IAM" and "for AWS STS" (Service Authorization Reference). {@code GetCallerIdentity} and
 * {@code GetSessionToken} need no permission.
 */
public enum Feature {
    /** Users, from the first request for one to the last that removes it. */
    IAM_USER(
            "roles of credential_type iam_user",
            Scope.BROKERED_USER,
            "iam:CreateUser",
            "iam:TagUser",
            "iam:CreateAccessKey",
            "iam:GetUser",
            "iam:ListAccessKeys",
            "iam:DeleteAccessKey",
            "iam:ListAttachedUserPolicies",
            "iam:ListUserPolicies",
            "iam:ListGroupsForUser",
            "iam:DeleteUser"),
    /** The look that a user is gone, whose path nobody can tell any more: without it AWS has a name alone to go by. */
    GONE_USER("seeing that a user with a user_path is gone", Scope.BROKERED_USER, "iam:GetUser"),
    /** Managed policies of users. */
    USER_POLICY_ARNS("policy_arns of iam_user", Scope.BROKERED_USER, "iam:AttachUserPolicy", "iam:DetachUserPolicy"),
    /** Their own policies. */
    USER_POLICY_DOCUMENT(
            "policy_document of iam_user", Scope.BROKERED_USER, "iam:PutUserPolicy", "iam:DeleteUserPolicy"),
    /** Their groups. */
    USER_GROUPS("iam_groups of iam_user", Scope.GROUP, "iam:AddUserToGroup", "iam:RemoveUserFromGroup"),
    /** What people give such users by hand, and AWS wants gone before it deletes a user. */
    OTHER_CREDENTIALS(
            "removing users that somebody gave more by hand (a login profile, MFA devices, certificates, ...)",
            Scope.BROKERED_USER,
            "iam:DeleteLoginProfile",
            "iam:ListMFADevices",
            "iam:DeactivateMFADevice",
            "iam:ListSigningCertificates",
            "iam:DeleteSigningCertificate",
            "iam:ListSSHPublicKeys",
            "iam:DeleteSSHPublicKey",
            "iam:ListServiceSpecificCredentials",
            "iam:DeleteServiceSpecificCredential"),
    /** The number of users, for the guard of the quota. */
    USER_QUOTA("user_limit_percent and capacity", Scope.ANY, "iam:GetAccountSummary"),
    /** Which users there are. */
    RECONCILE_LIST("reconcile", Scope.ANY, "iam:ListUsers"),
    /** Sessions of roles of IAM. */
    ASSUMED_ROLE("roles of credential_type assumed_role", Scope.ROLE, "sts:AssumeRole"),
    /** Tags of such sessions. */
    SESSION_TAGS("session_tags of assumed_role", Scope.ROLE, "sts:TagSession"),
    /** The denial of such sessions. */
    REVOKE_SESSIONS("revoke_sessions=deny_all_older", Scope.ROLE, "iam:GetRolePolicy", "iam:PutRolePolicy"),
    /** Federated sessions. */
    FEDERATION_TOKEN("roles of credential_type federation_token", Scope.FEDERATED_USER, "sts:GetFederationToken"),
    /** What groups allow, for the policy of sessions. */
    SESSION_GROUPS(
            "iam_groups of sessions",
            Scope.GROUP,
            "iam:ListAttachedGroupPolicies",
            "iam:ListGroupPolicies",
            "iam:GetGroupPolicy"),
    /** The rotation of the root credential's own key. */
    ROTATE_ROOT(
            "config/rotate-root",
            Scope.SELF,
            "iam:ListAccessKeys",
            "iam:GetAccessKeyLastUsed",
            "iam:CreateAccessKey",
            "iam:UpdateAccessKey",
            "iam:DeleteAccessKey"),
    /** The rotation of keys of users that were there before. */
    STATIC_ROLES(
            "static-roles",
            Scope.ANY_USER,
            "iam:GetUser",
            "iam:ListAccessKeys",
            "iam:GetAccessKeyLastUsed",
            "iam:CreateAccessKey",
            "iam:UpdateAccessKey",
            "iam:DeleteAccessKey"),
    /** This check itself. */
    PREFLIGHT("config/preflight", Scope.SELF, "iam:SimulatePrincipalPolicy");

    /** What an action is done to. */
    public enum Scope {
        /** Nothing that could be named. */
        ANY,
        /** A user that the engine makes. */
        BROKERED_USER,
        /** Whatever user there is. */
        ANY_USER,
        /** A group that a role names. */
        GROUP,
        /** A role of IAM that a role names. */
        ROLE,
        /** The user of a federated session. */
        FEDERATED_USER,
        /** Whom the root credential is of. */
        SELF
    }

    private final String use;
    private final Scope scope;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<String> actions;

    Feature(String use, Scope scope, String... actions) {
        this.use = use;
        this.scope = scope;
        this.actions = List.of(actions);
    }

    /**
     * What it is needed for, in the words of the configuration.
     *
     * @return such as {@code iam_groups of sessions}
     */
    public String use() {
        return use;
    }

    /**
     * What its actions are done to.
     *
     * @return the kind of thing
     */
    public Scope scope() {
        return scope;
    }

    /**
     * Whether everything that is configured works without it: it counts, tidies or looks.
     *
     * @return false when credentials are not made, changed or removed without it
     */
    public boolean isOptional() {
        return switch (this) {
            case OTHER_CREDENTIALS, USER_QUOTA, RECONCILE_LIST, PREFLIGHT -> true;
            default -> false;
        };
    }

    /**
     * Its actions.
     *
     * @return such as {@code iam:GetUser}
     */
    public List<String> actions() {
        return actions;
    }
}

package io.leasehold.aws;

import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What AWS credentials of a role are, what they may do, and how long: the fields of {@code roles/NAME}. A component that is null
 * was not sent; a write changes only the fields sent. It is validated when it is written. Immutable.
 *
 * @param credentialType what its credentials are: {@code iam_user}, {@code assumed_role}, {@code federation_token} or {@code session_token}
 * @param policyDocument a policy document, as JSON text or as nested maps: the user's own policy, or what a session may do at most
 * @param policyArns ARNs of managed policies: attached to the user, or what a session may do at most
 * @param iamGroups groups: the user becomes a member; for sessions, what the groups allow is what the session may do at most
 * @param roleArns roles of IAM, of which a request assumes one
 * @param externalId the external id that the roles' trust policies ask for
 * @param sessionTags tags of the session, for which the roles' trust policies must allow {@code sts:TagSession}
 * @param defaultStsTtl the life of a session when none is asked for; an hour when zero
 * @param maxStsTtl the longest life of a session; what AWS allows when zero
 * @param userPath the path of the user, {@code /} by default
 * @param permissionsBoundaryArn the managed policy that bounds what the user may do at all
 * @param iamTags tags that the user has from the moment it is made
 * @param mfaSerialNumber the MFA device whose code a request gives
 * @param revokeSessions what a revocation does about a session, which AWS cannot end: {@code none} by default; or {@code deny_all_older},
 *     which denies everything to <em>all</em> sessions of the role of IAM that were issued before, whoever has them
 */
public record AwsRole(
        @Field("What credentials are: iam_user, assumed_role, federation_token or session_token.") @Nullable
        String credentialType,

        @Field("A policy document, as JSON text or as nested maps.") @Nullable
        Object policyDocument,

        @Field("ARNs of managed policies.") @Nullable List<String> policyArns,

        @Field("Groups of the user; what they allow is written into the policy of a session.") @Nullable
        List<String> iamGroups,

        @Field("Roles of IAM that may be assumed.") @Nullable
        List<String> roleArns,

        @Field("The external id that the trust policies of the roles ask for.") @Nullable
        String externalId,

        @Field("Tags of the session.") @Nullable Map<String, String> sessionTags,

        @Field("The life of a session when none is asked for; 0 for an hour.") @Nullable
        Duration defaultStsTtl,

        @Field("The longest life of a session; 0 for what AWS allows.") @Nullable
        Duration maxStsTtl,

        @Field("The path of the user.") @Nullable String userPath,

        @Field("The ARN of the policy that bounds the user.") @Nullable
        String permissionsBoundaryArn,

        @Field("Tags of the user.") @Nullable Map<String, String> iamTags,

        @Field("The MFA device whose code a request gives.") @Nullable
        String mfaSerialNumber,

        @Field(
                "What a revocation does about a session: none, or deny_all_older, which hits all sessions of the role of IAM.")
        @Nullable
        String revokeSessions) {

    /** Takes copies. */
    public AwsRole {
        policyArns = policyArns == null ? null : List.copyOf(policyArns);
        iamGroups = iamGroups == null ? null : List.copyOf(iamGroups);
        roleArns = roleArns == null ? null : List.copyOf(roleArns);
        sessionTags = sessionTags == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(sessionTags));
        iamTags = iamTags == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(iamTags));
    }

    /**
     * Starts a role.
     *
     * @return a builder in which nothing is set; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the fields of a role. Not thread-safe. */
    public static final class Builder {

        private @Nullable String credentialType;
        private @Nullable Object policyDocument;
        private @Nullable List<String> policyArns;
        private @Nullable List<String> iamGroups;
        private @Nullable List<String> roleArns;
        private @Nullable String externalId;
        private @Nullable Map<String, String> sessionTags;
        private @Nullable Duration defaultStsTtl;
        private @Nullable Duration maxStsTtl;
        private @Nullable String userPath;
        private @Nullable String permissionsBoundaryArn;
        private @Nullable Map<String, String> iamTags;
        private @Nullable String mfaSerialNumber;
        private @Nullable String revokeSessions;

        private Builder() {}

        /**
         * Sets what its credentials are.
         *
         * @param type one of the four
         * @return this builder
         */
        public Builder credentialType(String type) {
            this.credentialType = type;
            return this;
        }

        /**
         * Sets a policy document, as JSON text or as nested maps.
         *
         * @param document JSON text, or maps
         * @return this builder
         */
        public Builder policyDocument(Object document) {
            this.policyDocument = document;
            return this;
        }

        /**
         * Sets ARNs of managed policies.
         *
         * @param arns ARNs
         * @return this builder
         */
        public Builder policyArns(String... arns) {
            this.policyArns = List.of(arns);
            return this;
        }

        /**
         * Sets groups.
         *
         * @param groups names of groups
         * @return this builder
         */
        public Builder iamGroups(String... groups) {
            this.iamGroups = List.of(groups);
            return this;
        }

        /**
         * Sets roles of IAM, of which a request assumes one.
         *
         * @param arns ARNs of roles
         * @return this builder
         */
        public Builder roleArns(String... arns) {
            this.roleArns = List.of(arns);
            return this;
        }

        /**
         * Sets the external id that the roles' trust policies ask for.
         *
         * @param id 2 to 1224 characters
         * @return this builder
         */
        public Builder externalId(String id) {
            this.externalId = id;
            return this;
        }

        /**
         * Sets tags of the session.
         *
         * @param tags at most 50, values by key
         * @return this builder
         */
        public Builder sessionTags(Map<String, String> tags) {
            this.sessionTags = tags;
            return this;
        }

        /**
         * Sets the life of a session when none is asked for.
         *
         * @param ttl 900 seconds or more
         * @return this builder
         */
        public Builder defaultStsTtl(Duration ttl) {
            this.defaultStsTtl = ttl;
            return this;
        }

        /**
         * Sets the longest life of a session.
         *
         * @param ttl 900 seconds or more
         * @return this builder
         */
        public Builder maxStsTtl(Duration ttl) {
            this.maxStsTtl = ttl;
            return this;
        }

        /**
         * Sets the path of the user, {@code /} by default.
         *
         * @param path begins and ends with a slash
         * @return this builder
         */
        public Builder userPath(String path) {
            this.userPath = path;
            return this;
        }

        /**
         * Sets the managed policy that bounds what the user may do at all.
         *
         * @param arn the policy's ARN
         * @return this builder
         */
        public Builder permissionsBoundaryArn(String arn) {
            this.permissionsBoundaryArn = arn;
            return this;
        }

        /**
         * Sets tags that the user has from the moment it is made.
         *
         * @param tags at most 47, values by key
         * @return this builder
         */
        public Builder iamTags(Map<String, String> tags) {
            this.iamTags = tags;
            return this;
        }

        /**
         * Sets the MFA device whose code a request gives.
         *
         * @param serial its serial number or ARN
         * @return this builder
         */
        public Builder mfaSerialNumber(String serial) {
            this.mfaSerialNumber = serial;
            return this;
        }

        /**
         * Sets what a revocation does about a session, which AWS cannot end.
         *
         * @param what {@code none}; or {@code deny_all_older}, which denies everything to all sessions of the role of IAM that were
         *     issued before, whoever has them
         * @return this builder
         */
        public Builder revokeSessions(String what) {
            this.revokeSessions = what;
            return this;
        }

        /**
         * Ends the role. It is validated when it is written.
         *
         * @return the role
         */
        public AwsRole build() {
            return new AwsRole(
                    credentialType,
                    policyDocument,
                    policyArns,
                    iamGroups,
                    roleArns,
                    externalId,
                    sessionTags,
                    defaultStsTtl,
                    maxStsTtl,
                    userPath,
                    permissionsBoundaryArn,
                    iamTags,
                    mfaSerialNumber,
                    revokeSessions);
        }
    }
}

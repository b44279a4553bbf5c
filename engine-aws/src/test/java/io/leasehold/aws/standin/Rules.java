package io.leasehold.aws.standin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What names, paths, ARNs, tags and documents have to look like ("IAM and AWS STS quotas" in the IAM User Guide). Pure. */
final class Rules {

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final Pattern PATH = Pattern.compile("/|/[!-\\x7f]+/");
    private static final Pattern POLICY_ARN =
            Pattern.compile("arn:aws:iam::(?:\\d{12}|aws):policy/[\\w+=,.@/-]{1,640}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws:iam::\\d{12}:role/[\\w+=,.@/-]{1,576}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*");
    private static final JsonMapper JSON = JsonMapper.shared();

    private Rules() {}

    static String name(String field, String value, int shortest, int longest) {
        if (value.length() < shortest
                || value.length() > longest
                || !NAME.matcher(value).matches()) {
            throw constraint(field, value, "[\\w+=,.@-]{" + shortest + "," + longest + "}");
        }
        return value;
    }

    static String path(String value) {
        if (value.length() > 512 || !PATH.matcher(value).matches()) {
            throw constraint("path", value, "a path that begins and ends with / and has at most 512 characters");
        }
        return value;
    }

    static String policyArn(String field, String value) {
        if (!POLICY_ARN.matcher(value).matches()) {
            throw AwsError.invalidInput("ARN " + value + " is not valid, at '" + field + "'");
        }
        return value;
    }

    static String roleArn(String value) {
        if (!ROLE_ARN.matcher(value).matches()) {
            throw AwsError.validation(value + " is invalid, at 'roleArn'");
        }
        return value;
    }

    static void externalId(String value) {
        if (!EXTERNAL_ID.matcher(value).matches()) {
            throw constraint("externalId", value, EXTERNAL_ID.pattern());
        }
    }

    static void tag(String key, String value) {
        if (key.isEmpty() || key.length() > 128 || !TAG.matcher(key).matches()) {
            throw constraint("tags.key", key, "1 to 128 letters, spaces, digits and _.:/=+-@");
        }
        if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw AwsError.invalidInput("Tag keys that start with aws: are reserved");
        }
        if (value.length() > 256 || !TAG.matcher(value).matches()) {
            throw constraint("tags.value", value, "at most 256 letters, spaces, digits and _.:/=+-@");
        }
    }

    static int seconds(int value, int shortest, int longest) {
        if (value < shortest || value > longest) {
            throw constraint("durationSeconds", Integer.toString(value), shortest + " to " + longest);
        }
        return value;
    }

    /** A policy document: grammar of its outer shape only. */
    static String document(String document) {
        try {
            JsonNode policy = JSON.readTree(document);
            JsonNode statements = policy.path("Statement");
            String version = policy.path("Version").asString("2008-10-17");
            boolean wellFormed = policy.isObject()
                    && (version.equals("2012-10-17") || version.equals("2008-10-17"))
                    && (isStatement(statements) || isStatements(statements));
            if (wellFormed) {
                return document;
            }
        } catch (JacksonException e) {
            throw AwsError.malformedPolicy("This policy contains invalid Json");
        }
        throw AwsError.malformedPolicy("Syntax errors in policy.");
    }

    /** Whether a policy denies everything to a session by the time at which it was issued, in whole seconds. */
    static boolean deniesIssuedAt(String document, Instant issued) {
        JsonNode statement = JSON.readTree(document).path("Statement").path(0);
        String before = statement
                .path("Condition")
                .path("DateLessThan")
                .path("aws:TokenIssueTime")
                .asString("");
        return statement.path("Effect").asString("").equals("Deny")
                && statement.path("Action").asString("").equals("*")
                && statement.path("Resource").asString("").equals("*")
                && !before.isEmpty()
                && issued.truncatedTo(ChronoUnit.SECONDS).isBefore(Instant.parse(before));
    }

    /** Characters that count for the size of a user's policies: all but white space. */
    static long counted(String document) {
        return document.chars().filter(each -> !Character.isWhitespace(each)).count();
    }

    private static boolean isStatements(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        for (JsonNode each : node) {
            if (!isStatement(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStatement(JsonNode node) {
        String effect = node.path("Effect").asString("");
        return node.isObject()
                && (effect.equals("Allow") || effect.equals("Deny"))
                && (node.has("Action") || node.has("NotAction"))
                && (node.has("Resource") || node.has("NotResource"));
    }

    private static AwsError constraint(String field, String value, String expected) {
        return AwsError.validation("1 validation error detected: Value '" + value + "' at '" + field
                + "' failed to satisfy constraint: " + expected);
    }
}

package io.leasehold.aws.internal.kms;

import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.error.InvalidRequestException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a key of KMS is called ("Key identifiers (KeyId)", AWS KMS Developer Guide). Immutable.
 *
 * @param text as KMS takes it
 * @param arn its ARN, when it is one, of a key or an alias
 */
public record KmsKeyName(String text, Optional<Arn> arn) {

    private static final String ID = "mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern KEY = Pattern.compile("key/(" + ID + ")");
    private static final Pattern BARE_KEY = Pattern.compile(ID);
    private static final Pattern ALIAS = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");

    /**
     * Reads a name.
     *
     * @param text an id, an alias, or the ARN of a key or an alias
     * @return the name
     * @throws InvalidRequestException when it is none of them
     */
    public static KmsKeyName parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw invalid("is required");
        }
        Optional<Arn> arn = Arn.parse(text);
        if (arn.isPresent()
                ? isOfKms(arn.get())
                : BARE_KEY.matcher(text).matches() || ALIAS.matcher(text).matches()) {
            return new KmsKeyName(text, arn);
        }
        throw invalid("is no name of a key");
    }

    private static boolean isOfKms(Arn arn) {
        return arn.service().equals("kms")
                && !arn.region().isEmpty()
                && !arn.account().isEmpty()
                && (isKey(arn) || ALIAS.matcher(arn.resource()).matches());
    }

    private static boolean isKey(Arn arn) {
        return KEY.matcher(arn.resource()).matches();
    }

    private static InvalidRequestException invalid(String problem) {
        return new InvalidRequestException(
                "key",
                problem + ": give the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), its id, or an alias as"
                        + " alias/NAME");
    }

    /** The region, if the name says it. */
    Optional<String> region() {
        return arn.map(Arn::region);
    }

    /** The ARN, if it is that of a key; one of an alias names a key only for now. */
    Optional<Arn> keyArn() {
        return arn.filter(KmsKeyName::isKey);
    }

    /**
     * The id of a master key. Related multi-Region keys have the same id and material in all their regions ("Multi-Region keys
     * in AWS KMS", AWS KMS Developer Guide), so that they are one master key.
     */
    static String masterKeyId(Arn key) {
        boolean multiRegion = key.resource().startsWith("key/mrk-");
        Arn named = multiRegion ? new Arn(key.partition(), key.service(), "", key.account(), key.resource()) : key;
        return "aws-kms:" + named;
    }
}

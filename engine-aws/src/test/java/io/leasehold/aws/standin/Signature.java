package io.leasehold.aws.standin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a request is signed with: AWS Signature Version 4 ("Create a signed AWS API request" in the IAM User Guide). The date is
 * not compared with a clock, because a test cannot move the clock of the SDK.
 *
 * @param keyId the access key id
 * @param date the day, as in the scope
 * @param region the region, as in the scope
 * @param service the service, as in the scope
 * @param headers the names of the signed headers, in lower case and in order
 * @param value the signature in hexadecimal
 */
record Signature(String keyId, String date, String region, String service, List<String> headers, String value) {

    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request,"
                    + " ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    static Optional<Signature> parse(String authorization) {
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Signature(
                parts.group(1),
                parts.group(2),
                parts.group(3),
                parts.group(4),
                List.of(parts.group(5).split(";")),
                parts.group(6)));
    }

    /** Whether a POST without a query was signed with a secret. */
    boolean matches(String secret, String path, UnaryOperator<String> header, byte[] body) {
        String time = header.apply("x-amz-date");
        if (!time.startsWith(date) || !headers.contains("host") || !headers.contains("x-amz-date")) {
            return false;
        }
        String canonical = "POST\n" + path + "\n\n"
                + headers.stream()
                        .map(name -> name + ":" + header.apply(name).strip().replaceAll(" +", " ") + "\n")
                        .collect(Collectors.joining())
                + "\n" + String.join(";", headers) + "\n" + HexFormat.of().formatHex(sha256(body));
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + date + "/" + region + "/" + service + "/aws4_request\n"
                + HexFormat.of().formatHex(sha256(utf8(canonical)));
        byte[] key = utf8("AWS4" + secret);
        for (String part : Arrays.asList(date, region, service, "aws4_request", toSign)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(key).equals(value);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

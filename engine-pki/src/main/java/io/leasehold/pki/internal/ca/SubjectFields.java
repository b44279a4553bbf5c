package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.x509.SubjectName;
import io.leasehold.spi.binding.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate of an authority is about: the fields that all requests for one have.
 *
 * @param commonName its common name
 * @param altNames DNS names and e-mail addresses
 * @param ipSans IP addresses
 * @param uriSans URIs
 * @param otherSans other names, as {@code oid;utf8:value}
 * @param excludeCnFromSans whether the common name is left out of the alternative names
 * @param ou OU
 * @param organization O
 * @param country C
 * @param locality L
 * @param province ST
 * @param streetAddress STREET
 * @param postalCode postal code
 * @param serialNumber the attribute serialNumber of the subject
 */
public record SubjectFields(
        @Field("The common name.") String commonName,

        @Field("DNS names and e-mail addresses.") List<String> altNames,

        @Field("IP addresses.") List<String> ipSans,
        @Field("URIs.") List<String> uriSans,

        @Field("Other names, as <oid>;utf8:<value>.") List<String> otherSans,

        @Field("Whether the common name is left out of the alternative names.")
        boolean excludeCnFromSans,

        @Field("Organizational units.") List<String> ou,
        @Field("Organizations.") List<String> organization,

        @Field("Countries, as two letters.") List<String> country,

        @Field("Localities.") List<String> locality,
        @Field("Provinces.") List<String> province,

        @Field("Street addresses.") List<String> streetAddress,

        @Field("Postal codes.") List<String> postalCode,

        @Field("The attribute serialNumber of the subject; not the certificate's serial number.")
        String serialNumber) {

    /** Fills in what was not sent, and checks what was (RFC 5280, appendix A.1: the upper bounds). */
    public SubjectFields {
        commonName = bounded("common_name", commonName == null ? "" : commonName, 64);
        altNames = orEmpty(altNames);
        ipSans = orEmpty(ipSans);
        uriSans = orEmpty(uriSans);
        otherSans = orEmpty(otherSans);
        ou = bounded("ou", ou, 64);
        organization = bounded("organization", organization, 64);
        country = countries(country);
        locality = bounded("locality", locality, 128);
        province = bounded("province", province, 128);
        streetAddress = bounded("street_address", streetAddress, 128);
        postalCode = bounded("postal_code", postalCode, 40);
        serialNumber = bounded("serial_number", serialNumber == null ? "" : serialNumber, 64);
    }

    private static List<String> orEmpty(@Nullable List<String> texts) {
        return texts == null ? List.of() : List.copyOf(texts);
    }

    private static List<String> bounded(String field, @Nullable List<String> values, int most) {
        List<String> all = orEmpty(values);
        for (String value : all) {
            if (value.isEmpty()) {
                throw new InvalidRequestException(field, "has an empty value: leave it out");
            }
            bounded(field, value, most);
        }
        return all;
    }

    private static String bounded(String field, String value, int most) {
        if (value.codePointCount(0, value.length()) > most || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException(
                    field,
                    "'" + Names.shown(value) + "' does not fit: give " + most
                            + " characters at most, without control characters");
        }
        return value;
    }

    private static List<String> countries(@Nullable List<String> values) {
        List<String> all = orEmpty(values);
        for (String country : all) {
            if (!country.matches("[A-Za-z]{2}")) {
                throw new InvalidRequestException(
                        "country",
                        "'" + Names.shown(country) + "' is no country: give its two letters, such as US (ISO 3166)");
            }
        }
        return all;
    }

    /**
     * The subject.
     *
     * @param fallback the common name when the request has none
     * @return the name's parts
     */
    SubjectName subject(String fallback) {
        return new SubjectName(
                country(),
                organization(),
                ou(),
                locality(),
                province(),
                streetAddress(),
                postalCode(),
                commonName().isEmpty() ? fallback : commonName(),
                serialNumber(),
                List.of());
    }
}

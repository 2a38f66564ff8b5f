package dev.twinlens.infra.support;

import java.util.Arrays;

/**
 * A group of AWS's regions with accounts, ARNs and addresses of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries">AWS
 *     Fault Isolation Boundaries</a>
 */
public enum Partition {
  AWS_CN("aws-cn", "cn-", "amazonaws.com.cn", "console.amazonaws.cn"),
  AWS_US_GOV("aws-us-gov", "us-gov-", "amazonaws.com", "console.amazonaws-us-gov.com"),
  /** All other regions. */
  AWS("aws", "", "amazonaws.com", "console.aws.amazon.com");

  private final String id;
  private final String regionPrefix;
  private final String dnsSuffix;
  private final String console;

  Partition(String id, String regionPrefix, String dnsSuffix, String console) {
    this.id = id;
    this.regionPrefix = regionPrefix;
    this.dnsSuffix = dnsSuffix;
    this.console = console;
  }

  /** The partition of a region: {@code aws} of {@code eu-west-1}. */
  public static Partition of(String region) {
    return Arrays.stream(values())
        .filter(partition -> region.startsWith(partition.regionPrefix))
        .findFirst()
        .orElseThrow();
  }

  /** The second part of its ARNs: {@code aws}. */
  public String id() {
    return id;
  }

  /** What the hosts of its services end with: {@code amazonaws.com}. */
  public String dnsSuffix() {
    return dnsSuffix;
  }

  /** A service's host in a region, as KMS names the service that uses a key. */
  public String host(String service, String region) {
    return "%s.%s.%s".formatted(service, region, dnsSuffix);
  }

  /** The host of the console of a region. */
  public String consoleHost(String region) {
    return region + "." + console;
  }
}

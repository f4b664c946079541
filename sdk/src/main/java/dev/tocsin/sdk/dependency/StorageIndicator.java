package dev.tocsin.sdk.dependency;

import dev.tocsin.sdk.health.DescribedIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.IndicatorDescription;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Asks an S3-compatible storage (S3, B2, MinIO) for the head of the bucket, through the
/// application's own client and so with its credentials, region and endpoint.
public final class StorageIndicator implements DescribedIndicator {

  private static final int NOT_FOUND = 404;

  private final S3Client client;
  private final String bucket;

  public StorageIndicator(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public IndicatorDescription description() {
    return IndicatorDescription.external("storage", "Storage");
  }

  @Override
  public HealthOutcome check() {
    String region = client.serviceClientConfiguration().region().id();
    Map<String, Object> details = Map.of("bucket", bucket, "region", region);
    try {
      client.headBucket(request -> request.bucket(bucket));
      return new HealthOutcome.Up(details);
    } catch (S3Exception e) {
      String reason =
          e.statusCode() == NOT_FOUND
              ? "the bucket does not exist"
              : "the storage answered with HTTP status " + e.statusCode();
      return new HealthOutcome.Down(reason, details);
    }
  }
}

package dev.twinlens.infra.controls;

/** Pulumi's tokens of the types that controls are about. */
final class Types {
  static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  static final String BUCKET_ACL = "aws:s3/bucketAclV2:BucketAclV2";
  static final String BUCKET_CORS = "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2";
  static final String BUCKET_ENCRYPTION =
      "aws:s3/bucketServerSideEncryptionConfigurationV2:"
          + "BucketServerSideEncryptionConfigurationV2";
  static final String BUCKET_LIFECYCLE =
      "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2";
  static final String BUCKET_NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
  static final String BUCKET_OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
  static final String BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
  static final String BUCKET_PUBLIC_ACCESS =
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
  static final String BUCKET_VERSIONING = "aws:s3/bucketVersioningV2:BucketVersioningV2";
  static final String FUNCTION = "aws:lambda/function:Function";
  static final String FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl";
  static final String PERMISSION = "aws:lambda/permission:Permission";
  static final String API = "aws:apigatewayv2/api:Api";
  static final String STAGE = "aws:apigatewayv2/stage:Stage";
  static final String TABLE = "aws:dynamodb/table:Table";
  static final String QUEUE = "aws:sqs/queue:Queue";
  static final String QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
  static final String TOPIC = "aws:sns/topic:Topic";
  static final String TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
  static final String ROLE = "aws:iam/role:Role";
  static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
  static final String ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  static final String KEY = "aws:kms/key:Key";
  static final String LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
  static final String STORAGE_ACCOUNT = "azure-native:storage:StorageAccount";
  static final String BLOB_SERVICE = "azure-native:storage:BlobServiceProperties";
  static final String CONTAINER = "azure-native:storage:BlobContainer";
  static final String IMMUTABILITY = "azure-native:storage:BlobContainerImmutabilityPolicy";

  private Types() {}
}

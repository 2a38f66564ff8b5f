"""Other values of the program's settings, and what a change may do."""

# Another value for each setting of Pulumi.yaml.
OTHERS = {
    "minConfidence": 60,
    "maxLabels": 20,
    "maxUploadMiB": 10,
    "allowedTypes": ["image/png"],
    "notificationEmail": "photos@example.org",
    "alarmEmail": "on-call@example.org",
    "siteHosting": "s3",
    "siteRepository": "https://github.com/local/another",
    "siteBranch": "next",
    "apiRateLimit": 20,
    "apiBurstLimit": 40,
    "classifyConcurrency": 3,
    "backupConcurrency": 3,
    "thumbnailConcurrency": 3,
    "logRetentionDays": 14,
    "backupAccessTier": "Cold",
    "backupRetentionDays": 60,
    "verifyMiBPerDay": 10,
    "backupImmutabilityDays": 1,
    "resourceGroup": "shared",
    "permissionsBoundary": "arn:aws:iam::000000000000:policy/boundary",
    "monthlyBudgetUsd": 50,
    "protectData": True,
    "allowDelete": False,
}
# A new secret would be an update of the app, which shows nothing more.
NOT_CHANGED = {"githubToken"}
# Another resource group is another place: docs/settings.md says so.
MOVES_DATA = {"resourceGroup"}
# Deployed at once, then back. The others move data, protect it, or need what only a cloud has.
DEPLOYED = OTHERS.keys() - MOVES_DATA - {"siteHosting", "backupImmutabilityDays", "permissionsBoundary", "protectData"}
# People's data is in these, or it cannot be read without them.
COPIES = {
    "azure-native:resources:ResourceGroup",
    "azure-native:storage:StorageAccount",
    "azure-native:storage:BlobContainer",
}
HOLDERS = COPIES | {
    "aws:s3/bucketV2:BucketV2",
    "aws:dynamodb/table:Table",
    "aws:kms/key:Key",
    "aws:sqs/queue:Queue",
}

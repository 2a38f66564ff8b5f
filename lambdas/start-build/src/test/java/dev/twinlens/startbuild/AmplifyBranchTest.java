package dev.twinlens.startbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AmplifyBranchTest {
  @Test
  void isNamedByItsArnInAnyPartition() {
    assertThat(AmplifyBranch.of("arn:aws-cn:amplify:cn-north-1:1:apps/d1/branches/release-2"))
        .isEqualTo(new AmplifyBranch("d1", "release-2"));
  }

  @Test
  void isNotNamedByAnotherArn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmplifyBranch.of("arn:aws:amplify:eu-west-1:1:apps/d1"))
        .withMessageContaining("is not the ARN of a branch");
  }
}

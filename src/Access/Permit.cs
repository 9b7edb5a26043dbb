namespace SecretsDashboard.Access;

/// <summary>The proof that a decision allowed an act. Only a decision creates one, and the vault accepts nothing else.</summary>
/// <remarks>A sealed class on purpose: a struct could be forged with <c>default</c>, and a record widened with <c>with</c>.</remarks>
public sealed class Permit
{
    internal Permit(Question question, Reach reach) => (Question, Reach) = (question, reach);

    /// <summary>The question that was allowed.</summary>
    public Question Question { get; }

    /// <summary>The stores that the act may touch.</summary>
    public Reach Reach { get; }
}

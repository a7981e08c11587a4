namespace Orleans.Placement;

/// <summary>What must not move an activation.</summary>
[Flags]
public enum ImmovableKind
{
    Repartitioner = 1,
    Rebalancer = 2,
    Any = Repartitioner | Rebalancer,
}

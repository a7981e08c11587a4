namespace Orleans.Runtime;

/// <summary>A registered reminder of the grain that holds it.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}

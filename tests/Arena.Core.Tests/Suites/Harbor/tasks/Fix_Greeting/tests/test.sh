said=$(python3 greet.py "it's you")
if [[ "$said" == "$EXPECTED" ]]; then
  echo '{"reward": 1.0, "seconds": 0.1, "note": "fine"}' > /logs/verifier/reward.json
else
  echo '{"reward": 0.25, "seconds": 0.1}' > /logs/verifier/reward.json
  echo "it said: $said"
fi

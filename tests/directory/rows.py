"""What the planning documents' inventory says is an entry of a directory: each of its rows, and what stands for it."""

from __future__ import annotations

ENTRIES: dict[int, tuple[str, ...]] = {
    2: ("community_crisis_care",),
    3: ("first_response_coordinator",),
    4: ("addenbrookes_crisis",),
    5: ("safe_place",),
    6: ("police_control_room_mental_health",),
    7: ("cyp_crisis_cambridgeshire",),
    8: (
        "acute_hospital_mental_health",
        "police_station_mental_health",
    ),
    9: ("clinical_hub_cambridgeshire",),
    16: (
        "addenbrookes_ed",
        "peterborough_ed",
        "hinchingbrooke_ed",
    ),
    17: (
        "addenbrookes_stroke",
        "peterborough_stroke",
    ),
    18: (
        "addenbrookes_orthopaedic_trauma",
        "peterborough_orthopaedic_trauma",
    ),
    20: ("stroke_early_supported_discharge",),
    21: (
        "rosie_maternity",
        "hinchingbrooke_maternity",
        "peterborough_maternity",
    ),
    22: (
        "nhs_111",
        "clinical_hub_cambridgeshire",
    ),
    23: (
        "ely_minor_injury_unit",
        "wisbech_minor_injury_unit",
        "doddington_minor_injury_unit",
    ),
    24: ("rural_urgent_hubs",),
    25: (
        "nhs_111_option_2",
        "first_response",
    ),
    26: ("liaison_psychiatry_cambridgeshire",),
    30: ("neighbourhood_teams",),
    31: ("community_experts",),
    33: ("embedded_mental_health",),
    35: ("your_own_bed",),
    37: ("reaching_out",),
    38: ("starting_young",),
    41: ("childrens_community_nursing",),
    42: ("perinatal_cambridgeshire",),
    44: (
        "papworth_heart_attack_centre",
        "cardiology_opinion",
    ),
    47: (
        "carers_support_cambridgeshire",
        "voluntary_sector_cambridgeshire",
    ),
    49: ("early_help_team",),
    50: ("care_home_educators",),
    51: (
        "ely_hub",
        "wisbech_hub",
    ),
    57: ("st_neots_hospital_at_home",),
    58: ("geriatrician_line",),
    59: ("clinical_hub_leicestershire",),
    60: ("acute_visiting_service",),
    61: ("crisis_response_team",),
    62: ("older_peoples_assessment_unit",),
    63: ("single_point_of_access_leicestershire",),
    64: ("same_day_response_team",),
    65: (
        "leicester_ed",
        "leicester_front_door",
    ),
    66: (
        "leicester_urgent_care",
        "loughborough_urgent_care",
        "gp_out_of_hours_leicestershire",
    ),
    67: ("gp_out_of_hours_leicestershire",),
    68: ("arriva_transport",),
    69: ("ssafa",),
    70: (
        "major_trauma_centre_nearest",
        "major_trauma_network_leicestershire",
    ),
    73: ("barnsley_pharmacies",),
    74: ("tendring_careline",),
    75: (
        "wirral_minor_injuries",
        "wirral_gp_appointments",
    ),
    76: (
        "bassetlaw_assessment_centre",
        "bassetlaw_consultant_line",
    ),
    79: ("east_london_recovery",),
    80: (
        "east_london_dementia_advisers",
        "east_london_liaison_nurses",
        "east_london_peer_navigators",
    ),
    81: ("leeds_care_home_pharmacists",),
    82: (
        "corby_urgent_care",
        "kettering_ed",
    ),
    83: ("telederm_norwich",),
    84: ("doncaster_oncology",),
    85: ("devon_complex_care",),
    86: ("york_carers_centre",),
    88: (
        "kingston_at_home",
        "kingston_telecare",
    ),
    89: ("kingston_carers_nurse_line",),
    90: ("parkinsons_nurse",),
    91: (
        "wirral_in_practice",
        "wirral_cbt",
    ),
    93: ("leeds_care_home_scheme",),
    95: ("leicester_copd",),
    96: ("norwich_halo",),
    97: (
        "norwich_ed",
        "norwich_assessment_unit",
        "norwich_supported_discharge",
        "norwich_urgent_care",
    ),
    99: ("northumberland_frailty",),
    100: (
        "dartford_mental_health_centres",
        "lancashire_home_treatment",
    ),
    101: ("oldham_warm_homes",),
    102: ("nepali_diabetes_education",),
    103: ("staffordshire_hub",),
    104: ("staffordshire_cancer_programme",),
    105: (
        "windsor_care_home_hotline",
        "windsor_care_home_clinic",
    ),
    106: ("wiltshire_advice_line",),
}
"""Services by row; a row may have several, and two rows may have one."""

ELSEWHERE = {
    1: ("areas", "cambridgeshire_peterborough"),
    12: ("roles", "gp"),
    13: ("providers", "cpft"),
    63: ("areas", "leicester_leicestershire_rutland"),
    67: ("providers", "dhu"),
}
"""Rows that are an area, the roles or providers of the directory, and one that cites it."""

NATIONAL = {
    "999": "ambulance_999",
    "111": "nhs_111",
    "111 press 2": "nhs_111_option_2",
    "text support in a crisis": "shout",
    "Samaritans": "samaritans",
    "single point of access, call before convey": "professional_line_local",
    "urgent community response": "urgent_community_response_local",
    "community falls response": "falls_response_local",
    "Pharmacy First": "pharmacy_nearest",
    "virtual ward": "hospital_at_home_local",
    "Enhanced Health in Care Homes": "care_home_line_local",
    "urgent treatment centre": "urgent_treatment_centre_nearest",
    "emergency department": "emergency_department_nearest",
    "adult safeguarding": "safeguarding_adult_local",
    "child safeguarding": "safeguarding_child_local",
    "own GP": "gp_practice_own",
    "out of hours": "gp_out_of_hours_111",
    "police": "police_999",
    "maternity triage": "maternity_local",
    "cancer treatment line": "oncology_line_local",
    "urgent dental care": "dental_111",
    "urgent eye care": "eye_care_local",
}
"""Present-day forms of what the documents planned, and what else anybody may need anywhere in England."""
